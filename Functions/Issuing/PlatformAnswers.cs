using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Saves what the platform answered on the badge's row, and says what that means for the workflow.</summary>
internal static class PlatformAnswers
{
    public static async Task<StepResult> SaveAnswerAsync(
        this BadgeStore badges, BadgeKey key, string step, PlatformAnswer answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(key, step, current => Apply(current, step, answer, now), cancellationToken);
        return answer switch
        {
            PlatformAnswer.Known => StepResult.Done(badge.State),
            PlatformAnswer.Unavailable unavailable => new StepResult(StepStatus.TryLater, badge.State, unavailable.RetryAfter),
            _ => new StepResult(StepStatus.Blocked, badge.State),
        };
    }

    private static Badge? Apply(Badge badge, string step, PlatformAnswer answer, DateTimeOffset now) => answer switch
    {
        PlatformAnswer.Known known => PlatformSync.Apply(badge, known.Badge, now),
        PlatformAnswer.Unavailable(var reason, _) => badge.WithProblem(step, reason, now),
        PlatformAnswer.Refused(var reason) => badge.WithProblem(step, reason, now),
        PlatformAnswer.Duplicate(var reason) => badge.WithProblem(step, reason, now),
        _ => badge.WithProblem(step, "The platform does not know the badge.", now),
    };
}
