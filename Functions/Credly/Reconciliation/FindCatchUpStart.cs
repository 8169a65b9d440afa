using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: since when Credly's events have not been looked at.</summary>
internal sealed partial class FindCatchUpStart(Bookmarks bookmarks, ILogger<FindCatchUpStart> logger)
{
    public const string Bookmark = "credly-catch-up";

    // As long as Credly itself tries to deliver an event.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(25);

    // Credly's clock and ours may differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    [Function(nameof(FindCatchUpStart))]
    public async Task<DateTimeOffset> Run([ActivityTrigger] DateTimeOffset now, CancellationToken cancellationToken)
    {
        var readUntil = await bookmarks.FindAsync(Bookmark, cancellationToken);
        if (readUntil > now)
        {
            LogFromFuture(logger, readUntil.Value);
            readUntil = null;
        }

        return readUntil - Overlap is { } since && since > now - Furthest ? since : now - Furthest;
    }

    [LoggerMessage(3002, LogLevel.Warning, "The bookmark in Credly's events is in the future ({ReadUntil:u}): all that Credly may still tell is read again")]
    private static partial void LogFromFuture(ILogger logger, DateTimeOffset readUntil);
}
