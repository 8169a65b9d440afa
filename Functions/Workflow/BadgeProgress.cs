using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>What an activity answers, and what it saves of a platform's answer.</summary>
internal sealed class BadgeProgress(BadgeStore badges, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    private const string DeletedReason = "It was deleted on the platform.";

    /// <summary>What is due next for a badge; the end for one that is not there.</summary>
    public NextStep Next(Badge? badge) => badge is null
        ? new NextStep(BadgeStep.End, null, BadgeState.Issuing)
        : BadgeSteps.Next(badge, claims.Value, clock.GetUtcNow());

    /// <summary>Saves what the platform answered on the badge's row.</summary>
    /// <param name="asked">The badge as it was when the platform was asked.</param>
    /// <param name="step">The step that asked.</param>
    /// <param name="answer">What the platform answered.</param>
    /// <param name="sent">The revision that was sent, when this answers a change; null when the badge was only read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Badge> SaveAsync(Badge asked, BadgeStep step, PlatformAnswer answer, int? sent, CancellationToken cancellationToken) =>
        badges.ChangeAsync(asked, step.ToString(), current => Apply(current, asked, step, answer, sent), cancellationToken);

    private Badge? Apply(Badge badge, Badge asked, BadgeStep step, PlatformAnswer answer, int? sent)
    {
        var now = clock.GetUtcNow();
        return answer switch
        {
            PlatformAnswer.Known { Badge: var seen } => Answered(badge, asked, step, seen, sent, now),
            // Said to be deleted, and not there: both together are sure.
            PlatformAnswer.Unknown when badge is { News.IsDeletion: true, Platform: { } known } => Answered(
                badge,
                asked,
                step,
                new PlatformSnapshot(known with { State = PlatformState.Revoked, IsPublic = false }, null) { RevocationReason = DeletedReason },
                sent,
                now),
            PlatformAnswer.Unavailable(var reason, var retryAfter) => Failed(badge, asked, step, reason, Pause(retryAfter), null, now),
            PlatformAnswer.Refused(var reason) => Failed(badge, asked, step, reason, BadgeProblem.PauseAfterRefusal, BadgeBlock.Refused, now),
            PlatformAnswer.Duplicate(var reason) => Failed(badge, asked, step, reason, BadgeProblem.PauseAfterRefusal, BadgeBlock.Duplicate, now),
            _ => Failed(badge, asked, step, "The platform does not know the badge.", BadgeProblem.PauseAfterRefusal, null, now),
        };
    }

    // News ends the pause of a badge that is not issued yet: once. What was revoked meanwhile need not be issued at all.
    private Badge Failed(Badge badge, Badge asked, BadgeStep step, string reason, TimeSpan? pause, BadgeBlock? block, DateTimeOffset now) => IsOvertaken(asked, badge)
        ? badge
        : BadgeSteps.WithoutOldProblems(
            badge.WithProblem(step, reason, pause, now, block) with { News = step is BadgeStep.IssueBadge ? null : badge.News }, claims.Value);

    // What was said while the platform was being asked has not failed: it waits for no pause.
    private static bool IsOvertaken(Badge asked, Badge badge) =>
        badge.Revision != asked.Revision || badge.News != asked.News || (badge.State != asked.State && badge.State is BadgeState.Revoked);

    // News that came while the platform was being asked may not be in its answer: then the row has another version.
    private Badge Answered(Badge badge, Badge asked, BadgeStep step, PlatformSnapshot seen, int? sent, DateTimeOffset now) => BadgeSteps.WithoutOldProblems(
        PlatformSync.Apply(badge, seen, sent, claims.Value.Window, now).WithoutProblem(step, BadgeStep.SyncAcceptance) with
        {
            SyncedAt = now,
            News = badge.ETag == asked.ETag ? null : badge.News,
        },
        claims.Value);

    private static TimeSpan? Pause(TimeSpan? retryAfter) =>
        retryAfter > TimeSpan.Zero && retryAfter < BadgeProblem.PauseAfterRefusal ? retryAfter : null;
}

/// <summary>The platforms by name.</summary>
internal sealed class BadgePlatforms(IEnumerable<IBadgePlatform> platforms)
{
    /// <summary>The platform of this name.</summary>
    public IBadgePlatform For(PlatformName name) =>
        platforms.FirstOrDefault(platform => platform.Name == name)
        ?? throw new InvalidOperationException($"There is no platform {name}.");

    /// <summary>The platform that the badge was, or is to be, issued on.</summary>
    public IBadgePlatform Of(Badge badge) => For(badge.PlatformName);
}
