using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow.Reconciliation;

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
