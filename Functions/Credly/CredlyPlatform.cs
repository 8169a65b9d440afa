using System.Globalization;
using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Credly as the platform on which badges are issued.</summary>
internal sealed class CredlyPlatform(CredlyClient credly) : IBadgePlatform
{
    public PlatformName Name => PlatformName.Credly;

    public async Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var answer = await credly.IssueAsync(RequestFor(badge, template), cancellationToken);
        return answer switch
        {
            { Data: { } issued } => Known(issued),
            { Status: HttpStatusCode.UnprocessableEntity } when IsDuplicate(answer.Reason) =>
                new PlatformAnswer.Duplicate(answer.Reason),
            _ => Refusal(answer.Status, answer.Reason, answer.RetryAfter),
        };
    }

    public async Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var answer = await credly.FindBadgesAsync(template.CredlyTemplateId, badge.Recipient.Email, cancellationToken);
        return answer switch
        {
            { Data: { } found } => found.FirstOrDefault(one => one.IssuerEarnerId == badge.Key.BadgeId) is { } ours
                ? Known(ours)
                : new PlatformAnswer.Unknown(),
            _ => Refusal(answer.Status, answer.Reason, answer.RetryAfter),
        };
    }

    public async Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetBadgeAsync(platformId, cancellationToken);
        return answer switch
        {
            { Data: { } badge } => Known(badge),
            { Status: HttpStatusCode.NotFound } => new PlatformAnswer.Unknown(),
            _ => Refusal(answer.Status, answer.Reason, answer.RetryAfter),
        };
    }

    public Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static PlatformAnswer Known(CredlyBadge badge) => badge switch
    {
        { Id: not { Length: > 0 } } => new PlatformAnswer.Unavailable("Credly's answer has no badge id.", null),
        _ when StateOf(badge.State) is { } state => new PlatformAnswer.Known(new PlatformSnapshot(
            new PlatformBadge(badge.Id, Page(badge.AcceptBadgeUrl), Page(badge.BadgeUrl), Page(badge.ImageUrl)) { State = state },
            badge.StateUpdatedAt)),
        _ => new PlatformAnswer.Unavailable($"Credly's badge is in the unknown state '{badge.State}'.", null),
    };

    // Members are sent on to these addresses.
    private static Uri? Page(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? url : null;

    private static PlatformState? StateOf(string state) => state switch
    {
        "pending" => PlatformState.Pending,
        "accepted" => PlatformState.Accepted,
        "rejected" => PlatformState.Rejected,
        "revoked" => PlatformState.Revoked,
        _ => null,
    };

    private static PlatformAnswer Refusal(HttpStatusCode? status, string reason, TimeSpan? retryAfter) => status switch
    {
        null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            new PlatformAnswer.Unavailable(reason, retryAfter),
        _ => new PlatformAnswer.Refused(reason),
    };

    // Credly has no error code of its own for a duplicate: its message is all there is.
    private static bool IsDuplicate(string reason) => reason.Contains("already", StringComparison.OrdinalIgnoreCase);

    private static CredlyBadgeRequest RequestFor(Badge badge, BadgeTemplate template) => new(
        badge.Recipient.Email,
        badge.Recipient.GivenName,
        badge.Recipient.FamilyName,
        template.CredlyTemplateId,
        Day(badge.AwardedOn),
        badge.ExpiresOn is { } expires ? Day(expires) : null,
        badge.Key.BadgeId,
        CredlyLocale.For(badge.Recipient.Locale),
        SuppressBadgeNotificationEmail: true,
        badge.Evidence is { } evidence ? [new CredlyEvidence("UrlEvidence", evidence.AbsoluteUri, "Evidence")] : null);

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T00:00:00Z");
}
