using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>
/// Where a member accepts a badge that is hosted here: its id, signed. GO TO MY BADGE leads to it, when the token is in time;
/// <see cref="AcceptWindow"/> says how long it is good.
/// </summary>
internal sealed class AcceptLink(Signer signer, IOptions<WebOptions> web)
{
    private const string Purpose = "accept-link";

    /// <summary>The absolute address.</summary>
    public Uri UrlFor(HostedBadge badge) => new(web.Value.PublicUrl, $"/accept/{signer.Sign(Purpose, badge.Id)}");

    /// <summary>The hosted id of a genuine link; null for everything else.</summary>
    public string? IdOf(string link) => signer.Verify(Purpose, link);
}
