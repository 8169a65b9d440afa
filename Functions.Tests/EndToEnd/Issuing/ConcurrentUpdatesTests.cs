using Azure.Core;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>What is done to a badge on its platform at the same time, is done once.</summary>
public sealed class ConcurrentUpdatesTests
{
    [Fact]
    public async Task Two_updates_at_once_replace_the_badge_once()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);
        await app.Badges.ChangeAsync(badge, "Corrected", row => row with { Revision = 2 }, CancellationToken.None);
        var platform = new HeldPlatform();
        var first = Activity(app, app.Tables, platform);
        Task<StepResult>? running = null;
        // Both have read the row; the first is on its way to the platform when the second writes its attempt.
        var second = Activity(app, Interrupted(app, async () =>
        {
            running = first.Run(badge, app.Durable, CancellationToken.None);
            await platform.Called.Task;
        }), platform);

        var result = await second.Run(badge, app.Durable, CancellationToken.None);
        platform.Go.SetResult();

        Assert.Equal(StepStatus.TryLater, result.Status);
        Assert.Equal(StepStatus.Done, (await running!).Status);
        Assert.Equal(1, platform.Replaced);
    }

    [Fact]
    public async Task A_read_that_a_replacement_overtakes_does_not_bring_the_old_badge_back()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);
        var asked = await app.Badges.GetAsync(badge, CancellationToken.None);
        await app.Badges.ChangeAsync(
            badge, "Replaced", row => PlatformWorks.Begin(row, A.Now) with { Platform = row.Platform! with { Id = "new", Revision = 2 } }, CancellationToken.None);

        var result = await app.Services.GetRequiredService<PlatformAnswers>().SaveAsync(
            asked, nameof(SyncFromPlatform), new PlatformAnswer.Known(new PlatformSnapshot(asked.Platform!, null)), null, CancellationToken.None);

        Assert.Equal(StepStatus.TryLater, result.Status);
        Assert.Equal("new", (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.Id);
    }

    private static TableServiceClient Interrupted(BadgeApplication app, Func<Task> happens)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new TableInterruption($"{BadgeStore.Table}(", happens), HttpPipelinePosition.PerCall);
        return new TableServiceClient(app.Services.GetRequiredService<IConfiguration>()["Tables:ConnectionString"], options);
    }

    private static UpdateOnPlatform Activity(BadgeApplication app, TableServiceClient tables, IBadgePlatform platform)
    {
        var badges = new BadgeStore(
            tables,
            new BadgeHistory(tables, app.Clock),
            app.Services.GetRequiredService<BadgeAnnouncer>(),
            app.Services.GetRequiredService<BadgeMetrics>());
        return new UpdateOnPlatform(
            badges,
            app.Services.GetRequiredService<BadgeTemplates>(),
            new BadgePlatforms([platform]),
            app.Services.GetRequiredService<PlatformAnswers>(),
            app.Services.GetRequiredService<BadgeWaker>(),
            app.Clock);
    }

    /// <summary>A platform whose first replacement takes until it is let go.</summary>
    private sealed class HeldPlatform : IBadgePlatform
    {
        private int _replaced;

        public TaskCompletionSource Called { get; } = new();

        public TaskCompletionSource Go { get; } = new();

        public int Replaced => _replaced;

        public PlatformName Name => PlatformName.Credly;

        public async Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _replaced);
            Called.TrySetResult();
            await (number == 1 ? Go.Task : Task.CompletedTask);
            return new PlatformAnswer.Known(new PlatformSnapshot(badge.Platform! with { Id = $"new-{number}" }, null));
        }

        public Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
