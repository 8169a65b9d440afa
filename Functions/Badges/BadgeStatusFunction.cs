using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Badges;

/// <summary><c>GET /api/badges/{badgeId}</c>: where a badge stands, for the certification system; its webhook's <c>Location</c>.</summary>
internal sealed class BadgeStatusFunction(BadgeLookups lookups, BadgeStore badges)
{
    [Function("BadgeStatus")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/badges/{badgeId}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string badgeId,
        CancellationToken cancellationToken)
    {
        var key = BadgeKey.IsBadgeId(badgeId) ? await lookups.FindAsync(badgeId, cancellationToken) : null;
        if (key is not null && await badges.FindAsync(key, cancellationToken) is { } badge)
        {
            return TypedResults.Ok(BadgeStatus.Of(badge));
        }

        // Accepted a moment ago, it has yet to be recorded.
        return BadgeKey.IsBadgeId(badgeId)
            && await durable.GetInstanceAsync(BadgeKey.InstanceIdOf(badgeId), cancellationToken) is { IsCompleted: false }
                ? TypedResults.Ok(new BadgeStatus(badgeId, BadgeState.Issuing))
                : Problems.Of(StatusCodes.Status404NotFound, "There is no such badge.");
    }

    internal sealed record BadgeStatus(string BadgeId, BadgeState State)
    {
        public string? AchievementId { get; init; }

        public DateTimeOffset? StateChangedAt { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }

        public Uri? PublicUrl { get; init; }

        public DateOnly? ExpiresOn { get; init; }

        public string? RevocationReason { get; init; }

        public Suspension? Suspension { get; init; }

        public BadgeProblem? Problem { get; init; }

        public EmailProblem? EmailProblem { get; init; }

        /// <summary>The e-mails about it, the newest first.</summary>
        public IReadOnlyList<EmailStatus> Emails { get; init; } = [];

        public static BadgeStatus Of(Badge badge) => new(badge.Key.BadgeId, badge.State)
        {
            AchievementId = badge.AchievementId,
            StateChangedAt = badge.StateChangedAt,
            AcceptedAt = badge.AcceptedAt,
            PublicUrl = badge.VisibleUrl,
            ExpiresOn = badge.ExpiresOn,
            RevocationReason = badge.RevocationReason,
            Suspension = badge.Suspension,
            Problem = badge.Problem,
            EmailProblem = BadgeSteps.Undelivered(badge) is { Bounce: { } bounce } mail ? new EmailProblem(mail.Kind, bounce.Reason, bounce.At) : null,
            Emails =
            [
                .. badge.Mails.Values.OrderByDescending(mail => mail.AttemptedAt)
                    .Select(mail => new EmailStatus(mail.Kind, mail.State, mail.AttemptedAt, mail.DeferredAt)),
            ],
        };
    }

    /// <summary>An e-mail about the badge. The address stays here.</summary>
    internal sealed record EmailStatus(string Kind, BadgeMailState State, DateTimeOffset At, DateTimeOffset? DeferredAt);

    /// <summary>An e-mail that did not reach the member. What the other side said stays here: it may have the address.</summary>
    internal sealed record EmailProblem(string Kind, string Reason, DateTimeOffset At);
}
