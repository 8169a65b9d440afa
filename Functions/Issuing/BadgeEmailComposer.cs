using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Writes the e-mail of a kind about a badge.</summary>
internal sealed class BadgeEmailComposer(
    EmailTemplates templates, ClaimLink links, BadgeImages images, IOptions<WebOptions> web)
{
    // As long as the certification system may write it.
    private const int MaxReasonLength = 500;

    public async Task<OutgoingEmail> ComposeAsync(Badge badge, string kind, string deliveryId)
    {
        var content = BadgeLifecycle.IsClaimable(badge.State)
            ? await templates.ClaimAsync(ClaimOf(badge, kind))
            : await templates.NoticeAsync(NoticeOf(badge));
        var name = DisplayText.Clean($"{badge.Recipient.GivenName} {badge.Recipient.FamilyName}");
        return new OutgoingEmail(deliveryId, badge.Recipient.Email, name, kind, content);
    }

    private BadgeEmailModel ClaimOf(Badge badge, string kind) => new(
        web.Value.OrganisationName,
        DisplayText.Clean(badge.Recipient.GivenName),
        badge.Recipient.Email,
        DisplayText.Clean(badge.Name),
        images.UrlOf(badge).AbsoluteUri,
        badge.AwardedOn,
        links.UrlFor(badge).AbsoluteUri,
        DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime),
        IsReminder: kind != PlannedEmail.Claim && !PlannedEmail.IsUpdate(kind))
    {
        IsUpdate = PlannedEmail.IsUpdate(kind),
        Platform = badge.PlatformName,
    };

    private BadgeNoticeModel NoticeOf(Badge badge) => new(
        web.Value.OrganisationName,
        DisplayText.Clean(badge.Recipient.GivenName),
        DisplayText.Clean(badge.Name),
        images.UrlOf(badge).AbsoluteUri,
        badge.AwardedOn,
        badge.ExpiresOn,
        new Uri(web.Value.PublicUrl, "my-badges").AbsoluteUri,
        badge.State is BadgeState.Revoked ? DisplayText.Clean(badge.RevocationReason ?? "", MaxReasonLength) : null);
}
