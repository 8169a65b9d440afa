using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Tells a badge's workflow to look at its row.</summary>
internal sealed partial class BadgeSignaller(ILogger<BadgeSignaller> logger)
{
    /// <summary>
    /// Raises a signal. One that cannot be raised is logged and forgotten: the row is written already, and nobody who claims shall
    /// see an error for a hint that is missing.
    /// </summary>
    public async Task RaiseAsync(
        DurableTaskClient durable, BadgeKey badge, string signal, DateTimeOffset? payload, CancellationToken cancellationToken)
    {
        try
        {
            await durable.RaiseEventAsync(badge.InstanceId, signal, payload, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRaised(logger, e, signal, badge.BadgeId);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The signal {Signal} of badge {BadgeId} could not be raised")]
    private static partial void LogNotRaised(ILogger logger, Exception exception, string signal, string badgeId);
}
