using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>One piece of news that reached the workflow.</summary>
/// <param name="Signal">One of <see cref="BadgeSignals"/>.</param>
/// <param name="TokenExpiresAt">Of the token's signals: which token they are about.</param>
internal sealed record BadgeNews(string Signal, DateTimeOffset? TokenExpiresAt)
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

    /// <summary>Waits for the first news, at most until <paramref name="deadline"/>; empty when that came first.</summary>
    public static async Task<IReadOnlyList<BadgeNews>> NextAsync(TaskOrchestrationContext context, DateTimeOffset deadline)
    {
        using var done = new CancellationTokenSource();
        var waits = Signals
            .Select(signal => (Signal: signal, Event: context.WaitForExternalEvent<DateTimeOffset?>(signal, done.Token)))
            .ToArray();
        var timer = context.CreateTimer(deadline.UtcDateTime, done.Token);

        await Task.WhenAny([.. waits.Select(wait => wait.Event), timer]);

        // Several can have come at once; what has been taken out of the queue must not be forgotten.
        BadgeNews[] news =
        [
            .. waits.Where(wait => wait.Event.IsCompletedSuccessfully).Select(wait => new BadgeNews(wait.Signal, wait.Event.Result)),
        ];
        // Not CancelAsync: an orchestrator may await nothing but its context.
        done.Cancel();
        return news;
    }

    /// <summary>The journey after this news. The steps look at the badge's row: here only what is due changes.</summary>
    public BadgeJourney ApplyTo(BadgeJourney journey, DateTimeOffset now) => Signal switch
    {
        BadgeSignals.ClaimRequested => journey with { State = BadgeState.TokenIssued, TokenExpiresAt = TokenExpiresAt },
        BadgeSignals.TokenRedeemed when IsOfLiveToken(journey) =>
            journey with { State = BadgeState.Redirected, TokenExpiresAt = null },
        BadgeSignals.TokenReleased when IsOfLiveToken(journey) =>
            journey with { State = BadgeState.Pending, TokenExpiresAt = null },
        BadgeSignals.PlatformStateChanged => journey with { SyncAt = now },
        BadgeSignals.Revoked => journey with { State = BadgeState.Revoked },
        BadgeSignals.RetryRequested => Retry(journey, now),
        _ => journey,
    };

    private static BadgeJourney Retry(BadgeJourney journey, DateTimeOffset now) => journey with
    {
        Failures = 0,
        IssueAt = journey.IssueAt is null ? null : now,
        SyncAt = journey.IssueAt is null ? now : null,
        Emails = journey is { Failures: > 0, IssueAt: null, Emails: [var email, ..] }
            ? [email with { At = now }, .. journey.Emails.Skip(1)]
            : journey.Emails,
    };

    // A late signal of an earlier token says nothing of the one that lives now.
    private bool IsOfLiveToken(BadgeJourney journey) => TokenExpiresAt == journey.TokenExpiresAt;
}
