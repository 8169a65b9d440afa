using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Badges;

/// <summary><c>GET /api/badges/{badgeId}</c>: where a badge stands, for the certification system; its webhook's <c>Location</c>.</summary>
internal sealed class BadgeStatusFunction(BadgeLookups lookups, BadgeStore badges)
{
    [Function("BadgeStatus")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/badges/{badgeId}")] HttpRequest request,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (!BadgeKey.IsBadgeId(badgeId) || await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is not { } key)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such badge.");
        }

        // Taken a moment ago, its row is yet to be written.
        var badge = await badges.FindAsync(key, cancellationToken);
        return TypedResults.Ok(badge is null ? new BadgeStatus(badgeId, BadgeState.Issuing) : BadgeStatus.Of(badge));
    }

    internal sealed record BadgeStatus(string BadgeId, BadgeState State)
    {
        public string? AchievementId { get; init; }

        public DateTimeOffset? StateChangedAt { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }

        public Uri? PublicUrl { get; init; }

        public DateOnly? ExpiresOn { get; init; }

        public string? RevocationReason { get; init; }

        public BadgeProblem? Problem { get; init; }

        public static BadgeStatus Of(Badge badge) => new(badge.Key.BadgeId, badge.State)
        {
            AchievementId = badge.AchievementId,
            StateChangedAt = badge.StateChangedAt,
            AcceptedAt = badge.AcceptedAt,
            PublicUrl = badge.State is BadgeState.Accepted ? badge.Platform?.VisibleUrl : null,
            ExpiresOn = badge.ExpiresOn,
            RevocationReason = badge.RevocationReason,
            Problem = badge.Problem,
        };
    }
}
