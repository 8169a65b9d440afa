using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: moves the bookmark on, and reports what was mended.</summary>
internal sealed partial class FinishCatchUp(Bookmarks bookmarks, BadgeMetrics metrics, ILogger<FinishCatchUp> logger)
{
    [Function(nameof(FinishCatchUp))]
    public async Task Run([ActivityTrigger] CatchUp run, CancellationToken cancellationToken)
    {
        await bookmarks.SaveAsync(FindCatchUpStart.Bookmark, run.Until, cancellationToken);
        metrics.Reconciled("catch-up", run.Mended);
        LogFinished(logger, run.Looked, run.Since, run.Until, run.Mended);
    }

    [LoggerMessage(3004, LogLevel.Information, "Caught up with Credly: {Looked} looked at from {Since:u} to {Until:u}, {Mended} mended")]
    private static partial void LogFinished(ILogger logger, int looked, DateTimeOffset? since, DateTimeOffset until, int mended);
}
