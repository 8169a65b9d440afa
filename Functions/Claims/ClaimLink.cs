using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The link that the e-mail carries: the badge and the address that it is mailed to, signed. Who holds it can claim the badge while it
/// goes to that address, and be sent on to Credly, and there can accept it only with an account that has the recipient's address.
/// </summary>
internal sealed class ClaimLink(Signer signer, IOptions<WebOptions> web)
{
    private const string Purpose = "claim-link";

    /// <summary>The absolute address that is mailed.</summary>
    public Uri UrlFor(Badge badge) => new(web.Value.PublicUrl, PathFor(badge));

    /// <summary>The address within the app.</summary>
    public string PathFor(Badge badge) => $"/claim/{signer.Sign(Purpose, MailedClaim.Of(badge).ToString())}";

    /// <summary>What a genuine link says; null for everything else.</summary>
    public MailedClaim? Read(string link) => signer.Verify(Purpose, link) is { } text ? MailedClaim.Read(text) : null;
}
