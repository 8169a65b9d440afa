using BadgeFunctions.Functions.Telemetry;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: reports what the nightly comparison mended.</summary>
internal sealed partial class FinishComparison(BadgeMetrics metrics, ILogger<FinishComparison> logger)
{
    [Function(nameof(FinishComparison))]
    public void Run([ActivityTrigger] Comparison run)
    {
        metrics.Reconciled("comparison", run.Mended);
        LogFinished(logger, run.Looked, run.Mended, run.Unread);
    }

    [LoggerMessage(3005, LogLevel.Information, "Compared {Looked} open badges with Credly: {Mended} mended, {Unread} could not be read")]
    private static partial void LogFinished(ILogger logger, int looked, int mended, int unread);
}
