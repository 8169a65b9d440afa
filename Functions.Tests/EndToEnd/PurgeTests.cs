using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>What is left of a badge once its workflow was purged.</summary>
public sealed class PurgeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task An_award_that_arrives_again_after_its_workflow_was_purged_gets_the_same_answer_and_no_second_badge()
    {
        await using var app = await StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        var created = app.Clock.GetUtcNow();
        await app.AdvanceUntilAsync(TimeSpan.FromHours(1), async () => await StatusAsync(app, badge.InstanceId) is null);
        Assert.InRange(app.Clock.GetUtcNow() - created, 2 * Day, 3 * Day + TimeSpan.FromHours(2));

        var again = await app.AwardAsync(achievement);
        var contradiction = await app.Sandbox.Certification.AwardAsync(achievement with { AwardedOn = "2021-04-25" });

        Assert.Equal(badge, again);
        Assert.Equal(409, contradiction.Status);
        Assert.Null(await StatusAsync(app, badge.InstanceId));
        Assert.Equal(BadgeState.Accepted, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
        Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task What_failed_is_kept_longer_and_what_has_not_ended_is_kept()
    {
        await using var app = await StartAsync();
        await app.Durable.ScheduleNewOrchestrationInstanceAsync(nameof(BadgeWorkflow), new StartOrchestrationOptions("failed"));
        var (waiting, _) = await app.AwardAndMailAsync();
        await app.Durable.SuspendInstanceAsync(waiting.InstanceId, "held back by an administrator", CancellationToken.None);
        var completed = await app.AcceptedAsync(Achievement.Sample() with { Member = new AwardedMember { Id = "m-2", Email = "m2@example.org" } });

        await app.AdvanceUntilAsync(TimeSpan.FromHours(1), async () => await StatusAsync(app, completed.InstanceId) is null);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await StatusAsync(app, "failed"));

        await app.AdvanceUntilAsync(TimeSpan.FromHours(1), async () => await StatusAsync(app, "failed") is null);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(app, waiting.InstanceId));
        // It is told after it is done.
        await BadgeApplication.UntilAsync(
            () => Task.FromResult(app.Logs.All.Any(
                log => log.Message.StartsWith("1 orchestrations purged that were Failed", StringComparison.Ordinal))),
            () => "no log tells of the purge");
    }

    private static Task<BadgeApplication> StartAsync() => BadgeApplication.StartAsync(
        ("Claims:Window", "1.00:00:00"), ("Workflows:Retention", "1.00:00:00"), ("Workflows:FailedRetention", "3.00:00:00"));

    private static async Task<OrchestrationRuntimeStatus?> StatusAsync(BadgeApplication app, string instanceId) =>
        (await app.Durable.GetInstanceAsync(instanceId, CancellationToken.None))?.RuntimeStatus;
}
