using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>One piece of news that reached the workflow.</summary>
/// <param name="Signal">One of <see cref="BadgeSignals"/>.</param>
/// <param name="TokenExpiresAt">Of the token's signals: which token they are about.</param>
internal sealed record BadgeNews(string Signal, DateTimeOffset? TokenExpiresAt)
{
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
