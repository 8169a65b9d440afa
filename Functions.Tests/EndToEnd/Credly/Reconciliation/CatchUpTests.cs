using System.Globalization;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using CredlyBadge = BadgeFunctions.Sandbox.Credly.CredlyBadge;
using CredlyTemplate = BadgeFunctions.Sandbox.Credly.CredlyTemplate;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly.Reconciliation;

/// <summary>What no webhook has told is found by walking Credly's feed.</summary>
public sealed class CatchUpTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(CredlyBadgeState.Accepted, BadgeState.Accepted)]
    [InlineData(CredlyBadgeState.Rejected, BadgeState.Declined)]
    [InlineData(CredlyBadgeState.Revoked, BadgeState.Revoked)]
    public async Task A_webhook_that_never_came_is_made_up_for_within_the_hour(string there, BadgeState here)
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var changedAt = app.Clock.GetUtcNow();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, there, "by mistake");

        await AdvanceUntilAsync(app, badge, here);

        Assert.InRange(app.Clock.GetUtcNow() - changedAt, TimeSpan.Zero, Hour);
        await app.WorkflowAsync(badge, here);
        await ReportedAsync(app, report => !report.EndsWith(", 0 mended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revocation_after_the_acceptance_is_made_up_for_and_the_member_is_told()
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Revoked, "Awarded by mistake");

        await AdvanceUntilAsync(app, badge, BadgeState.Revoked);

        var mail = await app.MailAsync(mail => mail.Subject.Contains("revoked", StringComparison.Ordinal));
        Assert.Contains("Reason: Awarded by mistake", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_told_is_not_followed_up_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        await app.WorkflowAsync(badge, BadgeState.Accepted);

        await app.AdvanceUntilAsync(TimeSpan.FromMinutes(5), () => Task.FromResult(app.Logs.All.Any(IsReport)));

        await ReportedAsync(app, report => report.Contains("3 looked at", StringComparison.Ordinal) && report.EndsWith(", 0 mended", StringComparison.Ordinal));
        Assert.Equal(1, app.Sandbox.Faults.Calls.Count(call => call.StartsWith("GET", StringComparison.Ordinal) && call.Contains("/events/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_is_interrupted_goes_on_where_it_was()
    {
        await using var app = await UntoldAsync();
        for (var i = 0; i < 60; i++)
        {
            app.Sandbox.Credly.Issue(Somebodys(app, i));
        }

        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(app.Sandbox.Credly.Badges.Single(one => one.IssuerEarnerId == badge.BadgeId).Id, CredlyBadgeState.Accepted);
        var held = new Fault(FaultKind.HoldAnswer);
        app.Sandbox.Faults.Add("GET", $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}/events", held);
        await app.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => Task.FromResult(held.Held.IsCompleted));

        await app.RestartAsync();
        held.Release();

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);
        await ReportedAsync(app, report => !report.EndsWith(", 0 mended", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2999-01-01T00:00:00.0000000+00:00")]
    [InlineData("nowhere")]
    [InlineData("1999-01-01T00:00:00.0000000+00:00")]
    public async Task A_bookmark_that_points_at_nothing_loses_nothing(string bookmark)
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        await app.Tables.GetTableClient(Bookmarks.Table).UpsertEntityAsync(
            new TableEntity(FindCatchUpStart.Bookmark, "") { ["ReadUntil"] = bookmark });

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task Credly_being_down_for_a_day_loses_nothing()
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        app.Sandbox.Faults.Add("GET", "/v1/", new Fault(FaultKind.Answer, 503), times: 30);

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task Events_with_missing_and_with_unknown_fields_are_passed_over()
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        app.Sandbox.Faults.Add(
            "GET",
            $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}/events",
            new Fault(FaultKind.Answer, 200, Body: """
                { "data": [ { "id": "1" }, { "event_type": "badge.state.changed", "occurred_at": null }, { "id": "../x", "event_type": "badge.state.changed",
                  "occurred_at": "2026-01-01T00:00:00Z", "new": { "field": 1 } } ] }
                """));

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"badge.state.changed\"")]
    [InlineData("""{ "id": 7 }""")]
    [InlineData("""{ "id": "1", "event_type": { "name": "badge.state.changed" } }""")]
    [InlineData("""{ "id": "1", "event_type": "badge.state.changed", "occurred_at": "yesterday" }""")]
    [InlineData("""{ "id": "1", "event_type": "badge.state.changed", "occurred_at": "AT", "badge": "2" }""")]
    [InlineData("""{ "id": "1", "event_type": "badge.state.changed", "occurred_at": "AT", "badge": {} }""")]
    [InlineData("""{ "id": "1", "event_type": "badge.state.changed", "occurred_at": "AT", "badge": { "id": "\ud800" } }""")]
    public async Task One_event_that_cannot_be_read_does_not_stop_the_others(string odd)
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var changedAt = app.Clock.GetUtcNow();
        var at = changedAt.ToString("O", CultureInfo.InvariantCulture);
        var organization = $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}";
        app.Sandbox.Faults.Add("GET", $"{organization}/events", Always($$"""
            { "data": [ {{odd.Replace("AT", at, StringComparison.Ordinal)}}, { "id": "2", "event_type": "badge.state.changed", "occurred_at": "{{at}}",
              "badge": { "id": "{{there}}", "issuer_earner_id": "{{badge.BadgeId}}" } } ] }
            """), times: 1000);
        // What the events tell is not to be found by the other walk.
        app.Sandbox.Faults.Add(FaultTarget.Find("Credly: list badges")!, Always("""{ "data": [] }"""), times: 1000);

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);

        Assert.InRange(app.Clock.GetUtcNow() - changedAt, TimeSpan.Zero, Hour);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{ "id": "1", "state": "accepted", "state_updated_at": "yesterday" }""")]
    [InlineData("""{ "id": "1", "state": 7, "state_updated_at": "AT" }""")]
    [InlineData("""{ "id": "1", "state_updated_at": "AT", "issuer_earner_id": "EARNER" }""")]
    public async Task One_badge_that_cannot_be_read_does_not_stop_the_others(string odd)
    {
        await using var app = await UntoldAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var changedAt = app.Clock.GetUtcNow();
        var at = changedAt.ToString("O", CultureInfo.InvariantCulture);
        app.Sandbox.Faults.Add("GET", $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}/events", Always("""{ "data": [] }"""), times: 1000);
        app.Sandbox.Faults.Add(FaultTarget.Find("Credly: list badges")!, Always($$"""
            { "data": [ {{odd.Replace("AT", at, StringComparison.Ordinal).Replace("EARNER", badge.BadgeId, StringComparison.Ordinal)}},
              { "id": "{{there}}", "state": "accepted", "issuer_earner_id": "{{badge.BadgeId}}", "state_updated_at": "{{at}}" } ] }
            """), times: 1000);

        await AdvanceUntilAsync(app, badge, BadgeState.Accepted);

        Assert.InRange(app.Clock.GetUtcNow() - changedAt, TimeSpan.Zero, Hour);
    }

    private static Fault Always(string body) => new(FaultKind.Answer, 200, Body: body);

    private static async Task<BadgeApplication> UntoldAsync()
    {
        // Without reminders: before one is sent, the workflow looks at Credly by itself.
        var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "300.00:00:00"));
        app.Sandbox.CredlyWebhooks.Deliver = false;
        return app;
    }

    private static CredlyBadge Somebodys(BadgeApplication app, int number) => new()
    {
        Id = Guid.NewGuid(),
        AcceptToken = CredlyStandIn.NewAcceptToken(),
        Template = CredlyTemplate.All[0],
        RecipientEmail = $"somebody-{number}@example.org",
        FirstName = "Some",
        LastName = "Body",
        IssuerEarnerId = null,
        IssuedAt = app.Clock.GetUtcNow(),
        ExpiresAt = null,
        CreatedAt = app.Clock.GetUtcNow(),
    };

    private static Task AdvanceUntilAsync(BadgeApplication app, BadgeKey badge, BadgeState expected) => app.AdvanceUntilAsync(
        TimeSpan.FromMinutes(1), async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).State == expected);

    private static bool IsReport(RecordedLogs.RecordedLog log) => log.Message.StartsWith("Caught up with Credly", StringComparison.Ordinal);

    private static Task ReportedAsync(BadgeApplication app, Predicate<string> isExpected) => app.AdvanceUntilAsync(
        TimeSpan.FromSeconds(1), () => Task.FromResult(app.Logs.All.Any(log => IsReport(log) && isExpected(log.Message))));
}
