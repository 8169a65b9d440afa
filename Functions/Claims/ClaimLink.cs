using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The link that the e-mail carries: the badge id, signed. Who holds it can claim the badge and be sent on to Credly, and there
/// can accept it only with an account that has the recipient's address.
/// </summary>
internal sealed class ClaimLink(Signer signer, IOptions<WebOptions> web)
{
    private const string Purpose = "claim-link";

    /// <summary>The link's last segment.</summary>
    public string For(string badgeId) => signer.Sign(Purpose, badgeId);

    /// <summary>The absolute address that is mailed.</summary>
    public Uri UrlFor(string badgeId) => new(web.Value.PublicUrl, PathFor(badgeId));

    /// <summary>The address within the app.</summary>
    public string PathFor(string badgeId) => $"/claim/{For(badgeId)}";

    /// <summary>The badge id of a genuine link; null for everything else.</summary>
    public string? BadgeIdOf(string link) => signer.Verify(Purpose, link) is { } id && BadgeKey.IsBadgeId(id) ? id : null;
}
