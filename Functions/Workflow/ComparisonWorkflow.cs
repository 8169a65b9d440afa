using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>Compares the open badges with their platforms, page by page. A run that is interrupted goes on at its page.</summary>
public static class ComparisonWorkflow
{
    private const int PagesPerLife = 20;

    /// <summary>The orchestrator.</summary>
    [Function(nameof(ComparisonWorkflow))]
    public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, Comparison run)
    {
        for (var page = 0; page < PagesPerLife && !run.IsOver; page++)
        {
            run = await context.CallActivityAsync<Comparison>(nameof(CompareOpenBadges), run, Orchestrations.Persistent);
            context.SetCustomStatus(run.Mended);
        }

        if (!run.IsOver)
        {
            context.ContinueAsNew(run);
            return run.Mended;
        }

        await context.CallActivityAsync(nameof(FinishComparison), run, Orchestrations.Persistent);
        return run.Mended;
    }
}

/// <summary>Where a comparison stands.</summary>
public sealed record Comparison
{
    /// <summary>Where the table's next page begins; null for the first.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the last page was read.</summary>
    public bool IsOver { get; init; }

    /// <summary>How many badges were compared.</summary>
    public int Looked { get; init; }

    /// <summary>How many were in another state there, or had lost their workflow.</summary>
    public int Mended { get; init; }

    /// <summary>How many could not be read, there or here.</summary>
    public int Unread { get; init; }
}

/// <summary>Timer: once a night, compares every open badge with its platform, and makes sure that its workflow is there.</summary>
internal sealed class CompareWithPlatforms
{
    /// <summary>One at a time.</summary>
    public const string InstanceId = "comparison";

    /// <summary>At 03:40 UTC, when few members are about.</summary>
    [Function(nameof(CompareWithPlatforms))]
    public Task Run(
        [TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken) =>
        durable.StartOnceAsync(nameof(ComparisonWorkflow), new Comparison(), InstanceId, cancellationToken);
}

/// <summary>Activity: compares a page of open badges with their platforms. At most <see cref="PageSize"/> calls.</summary>
internal sealed class CompareOpenBadges(BadgeStore badges, BadgePlatforms platforms, TimeProvider clock)
{
    public const int PageSize = 25;

    [Function(nameof(CompareOpenBadges))]
    public async Task<Comparison> Run(
        [ActivityTrigger] Comparison run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var page = await badges.OpenAsync(PageSize, run.Next, cancellationToken);
        run = run with { Unread = run.Unread + page.Unreadable };
        foreach (var badge in page.Badges)
        {
            run = run with { Looked = run.Looked + 1 };
            if (!await durable.IsRunningAsync(badge.Key.InstanceId, cancellationToken))
            {
                await BadgeSignal.RaiseAsync(durable, badge.Key, badge.State, cancellationToken);
                run = run with { Mended = run.Mended + 1 };
            }
            else if (badge.Platform is { } known)
            {
                run = await CompareAsync(run, badge, known, durable, cancellationToken);
            }
        }

        return run with { Next = page.Next, IsOver = page.Next is null };
    }

    private async Task<Comparison> CompareAsync(
        Comparison run, Badge badge, PlatformBadge known, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await platforms.Of(badge).ReadAsync(known.Id, cancellationToken);
        // Deleted there, or the organization's id is wrong: a person decides, and for that it is put on the row.
        if (answer is PlatformAnswer.Unknown || (answer is PlatformAnswer.Known seen && IsShownDifferently(badge, known, seen.Badge)))
        {
            var noted = await badges.NoteNewsAsync(badge, isDeletion: false, cancellationToken);
            await BadgeSignal.RaiseAsync(durable, badge.Key, noted.State, cancellationToken);
        }

        return answer switch
        {
            PlatformAnswer.Known one => IsShownDifferently(badge, known, one.Badge) ? run with { Mended = run.Mended + 1 } : run,
            _ => run with { Unread = run.Unread + 1 },
        };
    }

    private bool IsShownDifferently(Badge badge, PlatformBadge known, PlatformSnapshot seen) =>
        seen.Badge.IsPublic != known.IsPublic
        || seen.Badge.Id != known.Id
        || PlatformSync.Apply(badge, seen, null, TimeSpan.Zero, clock.GetUtcNow()).State != badge.State;
}

/// <summary>Activity: reports what the nightly comparison mended.</summary>
internal sealed partial class FinishComparison(BadgeMetrics metrics, ILogger<FinishComparison> logger)
{
    [Function(nameof(FinishComparison))]
    public void Run([ActivityTrigger] Comparison run)
    {
        metrics.Reconciled("comparison", run.Mended);
        LogFinished(logger, run.Looked, run.Mended, run.Unread);
    }

    [LoggerMessage(2005, LogLevel.Information, "Compared {Looked} open badges with their platforms: {Mended} mended, {Unread} could not be read")]
    private static partial void LogFinished(ILogger logger, int looked, int mended, int unread);
}
