namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Tells a badge's workflow to look at the badge's row, and starts the workflow when it has ended. The row is the truth: a signal that is late
/// or doubled does no harm, and the nightly comparison makes up for one that was lost.
/// </summary>
internal sealed partial class BadgeSignal(ILogger<BadgeSignal> logger)
{
    /// <summary>The only external event of the workflow; it has no payload.</summary>
    public const string BadgeChanged = nameof(BadgeChanged);

    // An instance that is ending commits its last turn within milliseconds; on a busy machine, within these pauses: two and a half seconds together.
    private const int MostLooks = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    // An instance can end, and be started by somebody else, between any two calls. Of many who start it at once only one does: the others draw lots.
    private const int MostAttempts = 8;

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
    /// <param name="durable">Where it runs.</param>
    /// <param name="badge">The badge.</param>
    /// <param name="before">The state that the badge had when its row was changed: the workflow of a settled one may be ending.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RaiseAsync(DurableTaskClient durable, BadgeKey badge, BadgeState before, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryRaiseAsync(durable, badge, before, cancellationToken); attempt++)
        {
            try
            {
                await StartAsync(durable, new BadgeStart(badge, null), cancellationToken);
                return;
            }
            catch (Exception) when (attempt < MostAttempts && !cancellationToken.IsCancellationRequested)
            {
                // Somebody else has started it a moment ago: it looks at the row by itself, perhaps before the change.
                await Task.Delay(FirstPause * (1 << attempt) * Random.Shared.NextDouble(), cancellationToken);
            }
        }
    }

    /// <summary>Does the same where the row is written and a member waits: what cannot be raised is logged.</summary>
    public async Task TryAsync(DurableTaskClient durable, BadgeKey badge, BadgeState before, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Orchestrations.Patience);
        try
        {
            await RaiseAsync(durable, badge, before, patience.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRaised(logger, e, badge.BadgeId);
        }
    }

    /// <returns>False when nothing runs that will look.</returns>
    private static async Task<bool> TryRaiseAsync(DurableTaskClient durable, BadgeKey badge, BadgeState before, CancellationToken cancellationToken)
    {
        if (!await durable.IsRunningAsync(badge.InstanceId, cancellationToken))
        {
            return false;
        }

        await durable.RaiseEventAsync(badge.InstanceId, BadgeChanged, cancellation: cancellationToken);
        var looks = BadgeLifecycle.IsSettled(before) ? MostLooks : 0;
        // The engine drops an event that reaches an instance in its last turn: whoever ends now has not seen it.
        for (var look = 0; look < looks; look++)
        {
            // In real time: it waits for another process.
            await Task.Delay(FirstPause * (1 << look), cancellationToken);
            if (!await durable.IsRunningAsync(badge.InstanceId, cancellationToken))
            {
                return false;
            }
        }

        return true;
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
