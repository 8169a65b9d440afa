using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Timer: removes deliveries that were made or given up long ago.</summary>
internal sealed partial class PurgeCallbackDeliveries(
    CallbackDeliveries deliveries, IOptionsMonitor<CallbackOptions> options, TimeProvider clock, ILogger<PurgeCallbackDeliveries> logger)
{
    /// <summary>At 02:45 UTC.</summary>
    [Function(nameof(PurgeCallbackDeliveries))]
    public async Task Run([TimerTrigger("0 45 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.CurrentValue.Retention;
        LogPurged(logger, await deliveries.PurgeAsync(before, cancellationToken), before);
    }

    [LoggerMessage(6006, LogLevel.Information, "{Count} callback deliveries purged that were announced before {Before:u}")]
    private static partial void LogPurged(ILogger logger, int count, DateTimeOffset before);
}
