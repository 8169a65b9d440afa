namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Tells a badge's workflow to look at the badge's row, and starts the workflow when it has ended. The row is the truth: a signal that is late
/// or doubled does no harm, and the nightly comparison makes up for one that was lost.
/// </summary>
internal sealed partial class BadgeSignal(ILogger<BadgeSignal> logger)
{
    /// <summary>The only external event of the workflow; it has no payload.</summary>
    public const string BadgeChanged = nameof(BadgeChanged);

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
        if (await TryRaiseAsync(durable, badge, cancellationToken))
        {
            return;
        }

        try
        {
            await StartAsync(durable, new BadgeStart(badge, null), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody else has started it a moment ago: it looks at the row by itself, perhaps before the change.
            if (!await TryRaiseAsync(durable, badge, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <summary>Like <see cref="RaiseAsync"/>, where the row is written and a member waits: what cannot be raised is logged.</summary>
    public async Task TryAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        try
        {
            await RaiseAsync(durable, badge, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRaised(logger, e, badge.BadgeId);
        }
    }

    // Looks again after the event was raised: one that reaches an instance while it ends is dropped by the engine.
    private static async Task<bool> TryRaiseAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        if (!await durable.IsRunningAsync(badge.InstanceId, cancellationToken))
        {
            return false;
        }

        await durable.RaiseEventAsync(badge.InstanceId, BadgeChanged, cancellation: cancellationToken);
        return await durable.IsRunningAsync(badge.InstanceId, cancellationToken);
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
