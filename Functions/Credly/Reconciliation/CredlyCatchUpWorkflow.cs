namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>
/// Walks Credly's feed of events, and then the badges whose state changed, from the newest back to where the last run began. What no
/// webhook has told is followed up. A run that is interrupted goes on at its page.
/// </summary>
/// <remarks>Its output, and its custom status while it runs, is how many it has mended.</remarks>
public static class CredlyCatchUpWorkflow
{
    private const int PagesPerLife = 20;

    private static readonly TimeSpan PauseBetweenWalks = TimeSpan.FromMinutes(1);

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100,
        firstRetryInterval: TimeSpan.FromSeconds(15),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CredlyCatchUpWorkflow))]
    public static async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context, CatchUp run)
    {
        run = run.Since is null
            ? run with { Since = await context.CallActivityAsync<DateTimeOffset>(nameof(FindCatchUpStart), run.Now, Persistent) }
            : run;
        for (var page = 0; page < PagesPerLife && run.Walk is not CatchUpWalk.Done; page++)
        {
            var activity = run.Walk is CatchUpWalk.Events ? nameof(CatchUpEvents) : nameof(CatchUpBadges);
            var read = await context.CallActivityAsync<CatchUpPage>(activity, run, Persistent);
            var after = run.After(read);
            if (after.Walk != run.Walk && after.Mended > 0)
            {
                // What was just started is not to be found a second time.
                await context.CreateTimer(PauseBetweenWalks, CancellationToken.None);
            }

            run = after;
            context.SetCustomStatus(run.Mended);
        }

        if (run.Walk is not CatchUpWalk.Done)
        {
            context.ContinueAsNew(run);
            return run.Mended;
        }

        await context.CallActivityAsync(nameof(FinishCatchUp), run, Persistent);
        return run.Mended;
    }
}
