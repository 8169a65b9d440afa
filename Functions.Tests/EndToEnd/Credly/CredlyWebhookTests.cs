using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using CredlyBadge = BadgeFunctions.Sandbox.Credly.CredlyBadge;
using CredlyTemplate = BadgeFunctions.Sandbox.Credly.CredlyTemplate;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

public sealed class CredlyWebhookTests
{
    private static string Ours => TestSettings.Sandbox.CredlyOrganizationId;

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_the_key_it_is_401(string? key)
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, Notification(Guid.NewGuid().ToString(), Ours), key));

        Assert.DoesNotContain(app.Sandbox.Faults.Calls, IsRead);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(40)]
    public async Task An_acceptance_that_is_told_several_times_at_once_is_one(int times)
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, eventId) = await AcceptUntoldAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => SendAsync(app, Notification(eventId, Ours))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        var badge = await app.BadgeAsync(key, BadgeState.Accepted);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Notification(eventId, Ours)));
        await app.EventsFollowedUpAsync();
        Assert.Equal(badge.StateChangedAt, (await app.Badges.GetAsync(key, CancellationToken.None)).StateChangedAt);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task An_event_that_credly_does_not_know_does_no_harm()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, _) = await app.AwardAndMailAsync();
        var eventId = Guid.NewGuid().ToString();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Notification(eventId, Ours)));

        Assert.Equal(BadgeState.Pending, (await app.Badges.GetAsync(key, CancellationToken.None)).State);
    }

    [Fact]
    public async Task An_event_of_another_organization_is_not_followed_up()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, eventId) = await AcceptUntoldAsync(app);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Notification(eventId, Guid.NewGuid().ToString())));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, $$"""{ "id": "{{eventId}}" }"""));

        Assert.DoesNotContain(app.Sandbox.Faults.Calls, IsRead);
        Assert.Equal(BadgeState.Pending, (await app.Badges.GetAsync(key, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData("""{ "id": "ID", "organization_id": 7, "event_type": "badge.state.changed" }""")]
    [InlineData("""{ "id": "ID", "organization_id": { "id": "ORG" }, "event_type": "badge.state.changed" }""")]
    [InlineData("""{ "id": "ID", "organization_id": "\ud800", "event_type": "badge.state.changed" }""")]
    [InlineData("""{ "id": "ID", "organization_id": "ORG", "event_type": { "name": "badge.state.changed" } }""")]
    [InlineData("""{ "id": "ID", "organization_id": "ORG", "event_type": "\ud800" }""")]
    [InlineData("""{ "id": "ID", "organization_id": "ORG", "event_type": ["badge.created"], "new": { "\ud800": [1] }, "note": "\udc00" }""")]
    [InlineData("""{ "id": "ID", "\ud800": 1, "organization_id": "ORG", "event_type": "badge.state.changed" }""")]
    [InlineData("\uFEFF{ \"id\": \"ID\", \"organization_id\": \"ORG\", \"event_type\": \"badge.state.changed\" }")]
    [InlineData("{ \"id\": \"ID\", \"organization_id\": \"ORG\", \"event_type\": \"badge.state.changed\", \"note\": \"größer\" }", true)]
    public async Task What_is_odd_beside_the_id_does_not_lose_the_event(string body, bool isLatin1 = false)
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, eventId) = await AcceptUntoldAsync(app);
        var named = body.Replace("ID", eventId, StringComparison.Ordinal).Replace("ORG", Ours, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(named)));

        await app.BadgeAsync(key, BadgeState.Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":5}")]
    [InlineData("{\"id\":\"\"}")]
    [InlineData("{\"id\":\"../../v1/badges\"}")]
    [InlineData("{\"id\":\"a b\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"id\":{\"id\":\"1\"}}")]
    [InlineData("\uFEFF{}")]
    [InlineData("17")]
    [InlineData("\"1\"")]
    [InlineData("{\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}")]
    public async Task A_body_that_names_no_event_is_400(string body)
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(app, body));

        await foreach (var instance in app.Durable.GetAllInstancesAsync())
        {
            Assert.Fail($"{instance.InstanceId} was started");
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await SendAsync(app, Notification(Guid.NewGuid().ToString(), Ours).PadRight(64 * 1024 + 1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("somebody-else-s")]
    [InlineData("00000000000000000000000000000000")]
    public async Task A_badge_that_is_not_ours_does_no_harm(string? earnerId)
    {
        await using var app = await BadgeApplication.StartAsync();
        var there = app.Sandbox.Credly.Issue(new CredlyBadge
        {
            Id = Guid.NewGuid(),
            AcceptToken = CredlyStandIn.NewAcceptToken(),
            Template = CredlyTemplate.All[0],
            RecipientEmail = "ola@example.org",
            FirstName = "Ola",
            LastName = "Nordmann",
            IssuerEarnerId = earnerId,
            IssuedAt = app.Clock.GetUtcNow(),
            ExpiresAt = null,
            CreatedAt = app.Clock.GetUtcNow(),
        })!;

        app.Sandbox.Credly.SetState(there.Id, CredlyBadgeState.Accepted);

        foreach (var published in app.Sandbox.Credly.Events)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Notification(published.Id.ToString(), Ours)));
        }
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_now_is_asked_for_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, eventId) = await AcceptUntoldAsync(app);
        app.Sandbox.Faults.Add("GET", $"/v1/organizations/{Ours}/events/", new Fault(FaultKind.Answer, 401));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(app, Notification(eventId, Ours)));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Notification(eventId, Ours)));
        await app.BadgeAsync(key, BadgeState.Accepted);
    }

    [Theory]
    [InlineData("""{ "data": { "event_type": "badge.state.changed", "badge": {} } }""", 200)]
    [InlineData("""{ "data": { "event_type": "badge.state.changed", "badge": { "id": "" } } }""", 200)]
    [InlineData("""{ "data": { "event_type": "badge_template.changed", "badge_template": {} } }""", 200)]
    [InlineData("""{ "data": { "event_type": "badge_template.changed", "badge_template": { "id": "" } } }""", 200)]
    [InlineData("""{ "data": { "id": "1" } }""", 200)]
    [InlineData("""{ "data": { "event_type": { "name": "badge.state.changed" } } }""", 503)]
    [InlineData("""{ "data": { "event_type": "badge.state.changed", "occurred_at": "yesterday" } }""", 503)]
    [InlineData("""{ "data": { "event_type": "\ud800" } }""", 503)]
    [InlineData("""{ "data": [] }""", 503)]
    [InlineData("null", 503)]
    public async Task An_event_that_names_nothing_is_done_and_one_that_cannot_be_read_is_asked_for_again(string body, int status)
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("GET", $"/v1/organizations/{Ours}/events/", new Fault(FaultKind.Answer, 200, Body: body));

        Assert.Equal((HttpStatusCode)status, await SendAsync(app, Notification(Guid.NewGuid().ToString(), Ours)));
    }

    [Fact]
    public async Task A_webhook_that_never_comes_is_made_up_for_by_the_reminder_s_look_at_credly()
    {
        await using var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        var (key, _) = await AcceptUntoldAsync(app);

        await AdvanceUntilAsync(app, TimeSpan.FromHours(6), key, BadgeState.Accepted);

        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Theory]
    [InlineData(CredlyBadgeState.Rejected, BadgeState.Declined)]
    [InlineData(CredlyBadgeState.Revoked, BadgeState.Revoked)]
    public async Task What_else_becomes_of_the_badge_on_credly_is_told_as_well(string there, BadgeState here)
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, _) = await app.AwardAndMailAsync();

        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, there, "by mistake");

        await app.BadgeAsync(key, here);
    }

    /// <summary>A badge whose acceptance the app was not told of, and the event that would tell it.</summary>
    private static async Task<(BadgeKey Badge, string EventId)> AcceptUntoldAsync(BadgeApplication app)
    {
        app.Sandbox.CredlyWebhooks.Deliver = false;
        var (key, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        return (key, app.Sandbox.Credly.Events[^1].Id.ToString());
    }

    private static Task AdvanceUntilAsync(BadgeApplication app, TimeSpan step, BadgeKey key, BadgeState expected) =>
        app.AdvanceUntilAsync(step, async () => (await app.Badges.GetAsync(key, CancellationToken.None)).State == expected);

    private static bool IsRead(string call) => call.Contains("/events/", StringComparison.Ordinal);

    private static string Notification(string eventId, string organization) => JsonSerializer.Serialize(new
    {
        id = eventId,
        organization_id = organization,
        event_type = "badge.state.changed",
        occurred_at = "2021-04-27T09:00:00Z",
    });

    private static Task<HttpStatusCode> SendAsync(BadgeApplication app, string body, string? key = TestSettings.CredlyKey) =>
        SendAsync(app, Encoding.UTF8.GetBytes(body), key);

    private static async Task<HttpStatusCode> SendAsync(BadgeApplication app, byte[] body, string? key = TestSettings.CredlyKey)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        using var response = await app.Client.PostAsync(new Uri($"{app.Url}/webhooks/credly{(key is null ? "" : $"?code={key}")}"), content);
        return response.StatusCode;
    }
}
