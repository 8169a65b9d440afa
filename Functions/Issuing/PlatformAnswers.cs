using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Saves what the platform answered on the badge's row, and says what that means for the workflow.</summary>
internal sealed class PlatformAnswers(BadgeStore badges, BadgeLookups lookups, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <param name="asked">The badge as it was when the platform was asked.</param>
    /// <param name="step">The step that asked.</param>
    /// <param name="answer">What the platform answered.</param>
    /// <param name="sent">The revision that was sent, when this answers a change; null when the badge was only read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<StepResult> SaveAsync(Badge asked, string step, PlatformAnswer answer, int? sent, CancellationToken cancellationToken)
    {
        if (answer is PlatformAnswer.Known { Badge.Badge.Id: var id } && id != asked.Platform?.Id)
        {
            await lookups.AddPlatformIdAsync(id, asked.Key, cancellationToken);
        }

        var isOutdated = false;
        var badge = await badges.ChangeAsync(
            asked.Key,
            step,
            current => (isOutdated = IsOutdated(current, asked)) ? null : Apply(current, step, answer, sent),
            cancellationToken);
        return answer switch
        {
            _ when isOutdated => new StepResult(StepStatus.TryLater, badge.State),
            PlatformAnswer.Known => StepResult.Done(badge.State),
            PlatformAnswer.Unavailable unavailable => new StepResult(StepStatus.TryLater, badge.State, unavailable.RetryAfter),
            _ => new StepResult(StepStatus.Blocked, badge.State),
        };
    }

    // Somebody has begun, or made, a change on the platform since it was asked: what it said may not be true any more.
    private static bool IsOutdated(Badge current, Badge asked) =>
        current.Platform is { } known && (known.Id != asked.Platform?.Id || current.Attempt != asked.Attempt);

    private Badge? Apply(Badge badge, string step, PlatformAnswer answer, int? sent)
    {
        var now = clock.GetUtcNow();
        return answer is PlatformAnswer.Known known
            ? PlatformSync.Apply(badge, known.Badge, sent, claims.Value.Window, now)
            : (sent is null ? badge : badge with { Attempt = badge.Attempt?.Ended() }).WithProblem(step, ReasonOf(answer), now);
    }

    private static string ReasonOf(PlatformAnswer answer) => answer switch
    {
        PlatformAnswer.Unavailable(var reason, _) => reason,
        PlatformAnswer.Refused(var reason) => reason,
        PlatformAnswer.Duplicate(var reason) => reason,
        _ => "The platform does not know the badge.",
    };
}
