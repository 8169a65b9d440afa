namespace BadgeFunctions.Functions.Issuing;

/// <summary>The news that reaches one execution of the workflow.</summary>
/// <remarks>
/// There is one wait for each signal. It lives as long as the execution, and is renewed only when it has completed: an event that meets
/// a cancelled wait is lost (in Durable Task's worker before 1.27).
/// </remarks>
internal sealed class BadgeInbox
{
    private static readonly string[] Signals =
    [
        BadgeSignals.ClaimRequested,
        BadgeSignals.TokenRedeemed,
        BadgeSignals.TokenReleased,
        BadgeSignals.PlatformStateChanged,
        BadgeSignals.RetryRequested,
        BadgeSignals.Revoked,
    ];

    private readonly TaskOrchestrationContext _context;
    private readonly Task<DateTimeOffset?>[] _waits;

    public BadgeInbox(TaskOrchestrationContext context)
    {
        _context = context;
        _waits = [.. Signals.Select(Wait)];
    }

    /// <summary>Waits for the first news, at most until <paramref name="deadline"/>; empty when that came first.</summary>
    public async Task<IReadOnlyList<BadgeNews>> NextAsync(DateTimeOffset deadline)
    {
        using var timerEnd = new CancellationTokenSource();
        await Task.WhenAny([.. _waits, _context.CreateTimer(deadline.UtcDateTime, timerEnd.Token)]);
        // Not CancelAsync: an orchestrator may await nothing but its context.
        timerEnd.Cancel();

        List<BadgeNews> news = [];
        for (var i = 0; i < _waits.Length; i++)
        {
            if (_waits[i].IsCompletedSuccessfully)
            {
                news.Add(new BadgeNews(Signals[i], _waits[i].Result));
                _waits[i] = Wait(Signals[i]);
            }
        }

        return news;
    }

    /// <summary>
    /// Leaves the next execution what this one has not read, also what comes in the rest of this turn: continuing as new keeps only
    /// events that no wait has taken.
    /// </summary>
    public void HandOver()
    {
        for (var i = 0; i < _waits.Length; i++)
        {
            _ = HandOverAsync(Signals[i], _waits[i]);
        }
    }

    private async Task HandOverAsync(string signal, Task<DateTimeOffset?> wait) =>
        _context.SendEvent(_context.InstanceId, signal, (await wait)!);

    private Task<DateTimeOffset?> Wait(string signal) => _context.WaitForExternalEvent<DateTimeOffset?>(signal);
}
