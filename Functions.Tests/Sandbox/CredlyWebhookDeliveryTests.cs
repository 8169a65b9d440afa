using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>How the stand-in delivers webhooks, with a receiver that fails in every way.</summary>
public sealed class CredlyWebhookDeliveryTests : IAsyncLifetime, IDisposable
{
    private const string Organization = "/credly/organization";

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _folder = new();
    private WebhookReceiver _receiver = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _standIns = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _standIns.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(201)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Any_status_but_200_is_a_failure_and_what_is_not_taken_is_delivered_again(int status)
    {
        _receiver.Answer = () => Task.FromResult(status);
        await _standIns.IssueAsync();
        await ReceivedAsync(4);

        _receiver.Answer = () => Task.FromResult(200);

        await ReceivedAsync(5);
        _clock.Advance(TimeSpan.FromDays(1));
        await _standIns.IssueAsync(new(StandIns.Order()) { ["recipient_email"] = "jonas@example.org", ["issuer_earner_id"] = "earner-2" });
        await ReceivedAsync(6);
        Assert.Equal(2, _receiver.Received.DistinctBy(received => received.GetProperty("id").GetGuid()).Count());
    }

    [Fact]
    public async Task A_slow_answer_is_a_failure()
    {
        Webhooks.Patience = TimeSpan.FromMilliseconds(100);
        var slow = new TaskCompletionSource<int>();
        _receiver.Answer = () => slow.Task;

        await _standIns.IssueAsync();

        await ReceivedAsync(2);
        slow.SetResult(200);
    }

    [Fact]
    public async Task What_an_earlier_run_left_undelivered_is_delivered_by_the_next()
    {
        _receiver.Answer = () => Task.FromResult(503);
        await _standIns.IssueAsync();
        await ReceivedAsync(1);
        await _standIns.DisposeAsync();
        _receiver.Answer = () => Task.FromResult(200);
        var before = _receiver.Received.Count;

        _standIns = await StartAsync();
        Webhooks.Resume();

        await ReceivedAsync(before + 1);
    }

    [Fact]
    public async Task Events_are_held_doubled_and_released_in_reverse_from_the_page()
    {
        await _standIns.PostAsync($"{Organization}/switches", ("deliver", "on"), ("hold", "on"), ("copies", "2"));
        var badge = (await _standIns.IssueAsync()).GetProperty("id").GetGuid();
        _standIns.Sandbox.Credly.SetState(badge, CredlyBadgeState.Accepted);
        Assert.Empty(_receiver.Received);

        await _standIns.PostAsync($"{Organization}/release");

        await ReceivedAsync(4);
        Assert.Equal(
            ["badge.state.changed", "badge.state.changed", "badge.created", "badge.created"],
            _receiver.Received.Select(received => received.GetProperty("event_type").GetString()));
        Assert.All(_receiver.Received, received => Assert.Matches(@"\.[0-9]{3}Z$", received.GetProperty("occurred_at").GetString()!));
    }

    private CredlyWebhooks Webhooks => _standIns.Sandbox.CredlyWebhooks;

    private async Task<StandIns> StartAsync()
    {
        var standIns = await StandIns.StartAsync(_clock, _folder.Path);
        standIns.Sandbox.Addresses.App = _receiver.Address;
        standIns.Sandbox.CredlyWebhooks.Deliver = true;
        return standIns;
    }

    private Task ReceivedAsync(int count) => BadgeApplication.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_receiver.Received.Count >= count);
        },
        () => $"{_receiver.Received.Count} were delivered");
}
