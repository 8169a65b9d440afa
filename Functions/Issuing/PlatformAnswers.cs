using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Saves what the platform answered on the badge's row, and says what that means for the workflow.</summary>
internal static class PlatformAnswers
{
    /// <param name="badges">The rows.</param>
    /// <param name="key">The badge.</param>
    /// <param name="step">The step that asked.</param>
    /// <param name="answer">What the platform answered.</param>
    /// <param name="sent">The revision that was sent, when this answers a change; null when the badge was only read.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<StepResult> SaveAnswerAsync(
        this BadgeStore badges,
        BadgeKey key,
        string step,
        PlatformAnswer answer,
        int? sent,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(key, step, current => Apply(current, step, answer, sent, now), cancellationToken);
        return answer switch
        {
            PlatformAnswer.Known => StepResult.Done(badge.State),
            PlatformAnswer.Unavailable unavailable => new StepResult(StepStatus.TryLater, badge.State, unavailable.RetryAfter),
            _ => new StepResult(StepStatus.Blocked, badge.State),
        };
    }

    private static Badge? Apply(Badge badge, string step, PlatformAnswer answer, int? sent, DateTimeOffset now) =>
        answer is PlatformAnswer.Known known
            ? PlatformSync.Apply(badge, known.Badge, sent, now)
            : (sent is null || badge.Attempt is null ? badge : badge with { Attempt = badge.Attempt with { BusyUntil = null } })
                .WithProblem(step, ReasonOf(answer), now);

    private static string ReasonOf(PlatformAnswer answer) => answer switch
    {
        PlatformAnswer.Unavailable(var reason, _) => reason,
        PlatformAnswer.Refused(var reason) => reason,
        PlatformAnswer.Duplicate(var reason) => reason,
        _ => "The platform does not know the badge.",
    };
}
