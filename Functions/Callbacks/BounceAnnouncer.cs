using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Announces that an e-mail bounced. That changes no badge, so it is put on the badge's row by itself.</summary>
internal sealed class BounceAnnouncer(
    CallbackEndpoints endpoints, EmailDeliveries deliveries, BadgeLookups lookups, BadgeStore badges, TimeProvider clock)
{
    /// <summary>
    /// Called before the delivery's row says "bounced": when that fails, the provider tells of the bounce again, and it is announced
    /// again under the same id.
    /// </summary>
    public async Task AnnounceAsync(string badgeId, string emailKind, SendGridEvent happened, CancellationToken cancellationToken)
    {
        if (!DeliveryOutcome.IsBounce(happened)
            || !await endpoints.WantAsync(CallbackTypes.Bounced, cancellationToken)
            || await deliveries.FindAsync(badgeId, emailKind, cancellationToken) is not { } known
            || DeliveryOutcome.After(known, happened) is null
            || await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is not { } key
            || await badges.FindAsync(key, cancellationToken) is null)
        {
            return;
        }

        var email = new BouncedEmail(emailKind, DeliveryOutcome.KindOf(happened));
        await badges.ChangeAsync(key, "EmailBounced", badge => Announce(badge, email, known.AttemptedAt), cancellationToken);
    }

    private Badge Announce(Badge badge, BouncedEmail email, DateTimeOffset sentAt) => badge with
    {
        Announcements = AnnouncementList.Add(badge.Announcements, [Announcement.OfBounce(badge, email, sentAt, clock.GetUtcNow())]),
    };
}
