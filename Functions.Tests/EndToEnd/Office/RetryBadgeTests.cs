using System.Net;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Office;

/// <summary>An administrator wakes a badge whose workflow is lost.</summary>
public sealed class RetryBadgeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_badge_whose_workflow_is_lost_goes_on_from_its_row(bool isPurged)
    {
        await using var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "2.00:00:00"));
        var (badge, link) = await app.AwardAndMailAsync();
        await LoseWorkflowAsync(app, badge, isPurged);

        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, badge.BadgeId));
        await app.WorkflowAsync(badge, BadgeState.Pending);
        await app.AdvanceUntilAsync(Day, () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > 1));
        await BadgeApplication.AcceptAsync(link);

        await app.BadgeAsync(badge, BadgeState.Accepted);
        Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Equal(
            [$"{badge.BadgeId}-claim", $"{badge.BadgeId}-{BadgeMail.Reminder(1)}"],
            app.Sandbox.Mailbox.Mails.Select(mail => mail.CustomArgs["delivery_id"]));
    }

    [Fact]
    public async Task A_badge_that_was_lost_before_it_was_issued_is_issued_once()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, BadgeState.Pending);
        await app.Badges.ChangeAsync(
            badge, "Lost", known => known with { State = BadgeState.Issuing, Platform = null }, CancellationToken.None);
        await LoseWorkflowAsync(app, badge, isPurged: false);

        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, badge.BadgeId));

        await app.BadgeAsync(badge, BadgeState.Pending);
        Assert.Single(app.Sandbox.Credly.Badges);
    }

    [Fact]
    public async Task A_badge_that_is_settled_is_read_from_the_platform_once_more()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, BadgeState.Pending);
        await app.Badges.ChangeAsync(badge, "Lapsed", known => known with { State = BadgeState.Lapsed }, CancellationToken.None);
        await LoseWorkflowAsync(app, badge, isPurged: true);

        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, badge.BadgeId));

        await app.BadgeAsync(badge, row => row is { State: BadgeState.Lapsed, News: null });
        var ended = await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }

    private static async Task LoseWorkflowAsync(BadgeApplication app, BadgeKey badge, bool isPurged)
    {
        await app.Durable.TerminateInstanceAsync(badge.InstanceId, CancellationToken.None);
        await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
        if (isPurged)
        {
            await app.Durable.PurgeInstanceAsync(badge.InstanceId, CancellationToken.None);
        }
    }

    private static async Task<HttpStatusCode> RetryAsync(BadgeApplication app, string badgeId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Url}/api/admin/badges/{badgeId}/retry");
        request.Headers.Add("x-functions-key", TestSettings.OfficeKey);
        using var response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }
}
