namespace BadgeFunctions.Functions.Workflow.Reconciliation;

/// <summary>Compares the open badges with their platforms, page by page. A run that is interrupted goes on at its page.</summary>
public static class ComparisonWorkflow
{
    private const int PagesPerLife = 20;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100,
        firstRetryInterval: TimeSpan.FromSeconds(15),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(ComparisonWorkflow))]
    public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, Comparison run)
    {
        for (var page = 0; page < PagesPerLife && !run.IsOver; page++)
        {
            run = await context.CallActivityAsync<Comparison>(nameof(CompareOpenBadges), run, Persistent);
            context.SetCustomStatus(run.Mended);
        }

        if (!run.IsOver)
        {
            context.ContinueAsNew(run);
            return run.Mended;
        }

        await context.CallActivityAsync(nameof(FinishComparison), run, Persistent);
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
