namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Tells a badge's workflow to look at the badge's row, and starts the workflow when it has ended. The row is the truth: a signal that is late
/// or doubled does no harm, and the nightly comparison makes up for one that was lost.
/// </summary>
internal sealed partial class BadgeSignal(ILogger<BadgeSignal> logger)
{
    /// <summary>The only external event of the workflow; it has no payload.</summary>
    public const string BadgeChanged = nameof(BadgeChanged);

    // Looks follow one another without a pause, and a turn takes some milliseconds. Should they not suffice, the nightly comparison does.
    private const int MostLooks = 4;

    // An instance can end, and be started by somebody else, between any two calls.
    private const int MostAttempts = 5;

    /// <summary>The name of the orchestrator.</summary>
    public const string Orchestrator = "BadgeWorkflow";

    /// <summary>
    /// The version that new instances get and keep for life, as <c>docs/versioning.md</c> says. Two numbers, so that versions
    /// compare as numbers: alone, "10" would be text and older than "2". <c>defaultVersion</c> in host.json is the same.
    /// </summary>
    public const string Version = "1.0";

    /// <summary>Starts the workflow of an award, or of a badge that was recorded before.</summary>
    /// <exception cref="Exception">It runs already, or cannot be started: hosts differ in the exception.</exception>
    public static Task StartAsync(DurableTaskClient durable, BadgeStart start, CancellationToken cancellationToken) =>
        durable.ScheduleNewOrchestrationInstanceAsync(
            Orchestrator, start, new StartOrchestrationOptions(start.Badge.InstanceId) { Version = Version }, cancellationToken);

    /// <summary>Tells the badge's workflow to look. An instance that has ended, failed or was terminated is started again.</summary>
    public static async Task RaiseAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryRaiseAsync(durable, badge, cancellationToken); attempt++)
        {
            try
            {
                await StartAsync(durable, new BadgeStart(badge, null), cancellationToken);
                return;
            }
            catch (Exception) when (attempt < MostAttempts && !cancellationToken.IsCancellationRequested)
            {
                // Somebody else has started it a moment ago: it looks at the row by itself, perhaps before the change.
            }
        }
    }

    /// <summary>
    /// Tells the workflow of a badge that is not settled, where the row is written and a member waits: what cannot be raised is logged.
    /// </summary>
    public async Task TryAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        try
        {
            if (await durable.IsRunningAsync(badge.InstanceId, cancellationToken))
            {
                await durable.RaiseEventAsync(badge.InstanceId, BadgeChanged, cancellation: cancellationToken);
            }
            else
            {
                await RaiseAsync(durable, badge, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRaised(logger, e, badge.BadgeId);
        }
    }

    /// <returns>False when nothing runs that will look.</returns>
    private static async Task<bool> TryRaiseAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        if (await durable.GetInstanceAsync(badge.InstanceId, cancellationToken) is not { IsCompleted: false } before)
        {
            return false;
        }

        await durable.RaiseEventAsync(badge.InstanceId, BadgeChanged, cancellation: cancellationToken);
        // The engine drops an event that reaches an instance while it ends. Its next turn tells: it goes on, or it has ended.
        var now = before;
        for (var look = 0; look < MostLooks && now is { IsCompleted: false } && now.LastUpdatedAt == before.LastUpdatedAt; look++)
        {
            now = await durable.GetInstanceAsync(badge.InstanceId, cancellationToken);
        }

        return now is { IsCompleted: false };
    }

    [LoggerMessage(2001, LogLevel.Warning, "The workflow of badge {BadgeId} could not be told that the badge has changed")]
    private static partial void LogNotRaised(ILogger logger, Exception exception, string badgeId);
}

/// <summary>The input of a badge's workflow.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Awarded">What is to be recorded first; null for a badge that was recorded before.</param>
public sealed record BadgeStart(BadgeKey Badge, NewAward? Awarded);

/// <summary>An award as it was received.</summary>
/// <param name="Award">The award.</param>
/// <param name="ToldAt">When it happened in the certification system.</param>
public sealed record NewAward(Award Award, DateTimeOffset ToldAt);
