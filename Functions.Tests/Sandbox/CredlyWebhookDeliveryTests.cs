using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Credly.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>How the stand-in delivers webhooks, with a receiver that fails in every way.</summary>
public sealed class CredlyWebhookDeliveryTests : IAsyncLifetime
{
    private const string Switches = "/credly/organization/switches";

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private WebhookReceiver _receiver = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _standIns = await StandIns.StartAsync(_clock);
        _standIns.Sandbox.Addresses.App = _receiver.Address;
        Webhooks.Deliver = true;
    }

    public async Task DisposeAsync()
    {
        await _standIns.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_taken_is_delivered_ever_less_often_for_25_days_and_then_given_up()
    {
        _receiver.Answer = () => Task.FromResult(503);
        await _standIns.IssueAsync();
        var started = _clock.GetUtcNow();

        await ThroughAllAttemptsAsync();

        var given = Assert.Single(Webhooks.Deliveries);
        Assert.Equal(WebhookState.GivenUp, given.State);
        var pauses = given.Attempts.Zip(given.Attempts.Skip(1), (one, next) => next.At - one.At).ToList();
        Assert.Equal(pauses.Order().Distinct(), pauses);
        Assert.True(pauses[3] < TimeSpan.FromSeconds(5));
        Assert.InRange(given.Attempts[^1].At - started, TimeSpan.FromDays(20), TimeSpan.FromDays(25));
        Assert.All(given.Attempts, attempt => Assert.Equal("503", attempt.Outcome));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(302)]
    [InlineData(404)]
    public async Task Any_status_but_200_is_a_failure_and_the_next_attempt_may_succeed(int status)
    {
        _receiver.Answer = () => Task.FromResult(status);
        await _standIns.IssueAsync();
        await UntilAsync(delivery => delivery.NextAt is not null);

        _receiver.Answer = () => Task.FromResult(200);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await UntilAsync(delivery => delivery.State is WebhookState.Delivered);
        Assert.Equal([$"{status}", "200"], Webhooks.Deliveries[0].Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(2, _receiver.Received.Count);
    }

    [Fact]
    public async Task A_slow_answer_is_a_failure()
    {
        _standIns.Sandbox.WebhookSender.Patience = TimeSpan.FromMilliseconds(100);
        var slow = new TaskCompletionSource<int>();
        _receiver.Answer = () => slow.Task;

        await _standIns.IssueAsync();

        await UntilAsync(delivery => delivery.NextAt is not null);
        Assert.Equal("no answer in time", Webhooks.Deliveries[0].Attempts[0].Outcome);
        slow.SetResult(200);
    }

    [Fact]
    public async Task By_hand_what_waits_is_delivered_now()
    {
        _receiver.Answer = () => Task.FromResult(500);
        await _standIns.IssueAsync();
        await UntilAsync(delivery => delivery.NextAt is not null);
        _receiver.Answer = () => Task.FromResult(200);

        Assert.Equal(HttpStatusCode.SeeOther, await _standIns.PostAsync("/credly/organization/webhooks/deliver"));

        await UntilAsync(delivery => delivery.State is WebhookState.Delivered);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, Webhooks.Deliveries[0].Attempts.Count);
    }

    [Fact]
    public async Task What_happened_while_webhooks_were_off_is_delivered_only_by_hand()
    {
        await _standIns.PostAsync(Switches);
        await _standIns.IssueAsync();
        var delivery = Assert.Single(Webhooks.Deliveries);
        Assert.Equal(WebhookState.Off, delivery.State);
        Assert.Empty(_receiver.Received);

        await _standIns.PostAsync($"/credly/organization/webhooks/{delivery.Id}/deliver");

        await UntilAsync(one => one.State is WebhookState.Delivered);
        Assert.Equal(delivery.EventId, Assert.Single(_receiver.Received).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Events_are_held_doubled_and_released_in_reverse_from_the_page()
    {
        await _standIns.PostAsync(Switches, ("deliver", "on"), ("hold", "on"), ("copies", "2"));
        var badge = (await _standIns.IssueAsync()).GetProperty("id").GetGuid();
        _standIns.Sandbox.Credly.SetState(badge, CredlyBadgeState.Accepted);

        await _standIns.PostAsync("/credly/organization/webhooks/release");

        await UntilAsync(delivery => delivery.State is WebhookState.Delivered);
        Assert.Equal(
            ["badge.state.changed", "badge.state.changed", "badge.created", "badge.created"],
            _receiver.Received.Select(received => received.GetProperty("event_type").GetString()));
    }

    [Fact]
    public async Task Events_are_delivered_late_when_the_page_says_so()
    {
        using var answer = await _standIns.Http.PostAsJsonAsync(Switches, new { deliver = true, delay = 60 });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await _standIns.IssueAsync();

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(Assert.Single(Webhooks.Deliveries).Attempts);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await UntilAsync(delivery => delivery.State is WebhookState.Delivered);
    }

    [Fact]
    public async Task The_organization_s_page_tells_of_each_attempt_in_words_and_as_json()
    {
        _receiver.Answer = () => Task.FromResult(418);
        await _standIns.IssueAsync();
        await UntilAsync(delivery => delivery.NextAt is not null);

        var page = await _standIns.Http.GetStringAsync("/credly/organization");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/credly/organization");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await _standIns.Http.SendAsync(request);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Contains("1 attempt, the last: 418", page, StringComparison.Ordinal);
        Assert.Equal("Waiting", json.GetProperty("webhooks")[0].GetProperty("state").GetString());
        Assert.Equal("418", json.GetProperty("webhooks")[0].GetProperty("attempts")[0].GetProperty("outcome").GetString());
    }

    private CredlyWebhooks Webhooks => _standIns.Sandbox.CredlyWebhooks;

    private async Task ThroughAllAttemptsAsync()
    {
        while (true)
        {
            await UntilAsync(delivery => delivery.NextAt is not null || delivery.State is WebhookState.GivenUp);
            if (Webhooks.Deliveries[0].NextAt is not { } next)
            {
                return;
            }

            _clock.Advance(next - _clock.GetUtcNow());
        }
    }

    private Task UntilAsync(Predicate<WebhookDelivery> isSo) => BadgeApplication.UntilAsync(
        () => Task.FromResult(Webhooks.Deliveries is { Count: > 0 } deliveries && deliveries.All(delivery => isSo(delivery))),
        () => string.Join("; ", Webhooks.Deliveries));
}
