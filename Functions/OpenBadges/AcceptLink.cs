using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Where a member accepts a badge that is hosted here: its id, signed. GO TO MY BADGE leads to it, when the token is in time.</summary>
internal sealed class AcceptLink(Signer signer, IOptions<WebOptions> web)
{
    private const string Purpose = "accept-link";

    /// <summary>The absolute address.</summary>
    public Uri UrlFor(HostedBadge badge) => new(web.Value.PublicUrl, PathFor(badge));

    /// <summary>The address within the app.</summary>
    public string PathFor(HostedBadge badge) => $"/accept/{signer.Sign(Purpose, badge.Id)}";

    /// <summary>The hosted id of a genuine link; null for everything else.</summary>
    public string? IdOf(string link) => signer.Verify(Purpose, link);
}
