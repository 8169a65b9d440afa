using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>
/// Where a member accepts a badge that is hosted here: its id, signed. GO TO MY BADGE leads to it, when the token is in time;
/// <see cref="AcceptWindow"/> says how long it is good.
/// </summary>
internal sealed class AcceptLink(Signer signer, AddressDigest digests, IOptions<WebOptions> web)
{
    private const string Purpose = "accept-link";

    /// <summary>The absolute address.</summary>
    public Uri UrlFor(HostedBadge badge) => new(web.Value.PublicUrl, $"/accept/{signer.Sign(Purpose, badge.Id)}");

    /// <summary>The hosted id of a genuine link; null for everything else.</summary>
    public string? IdOf(string link) => signer.Verify(Purpose, link);

    /// <summary>Whether the link was given to who has the badge's address: a change of address ends those of the old one.</summary>
    /// <param name="named">The hosted badge that the link names.</param>
    /// <param name="badge">The badge's row.</param>
    public bool IsFor(HostedBadge named, Badge badge) => named.AddressDigest == digests.Of(badge.Recipient.Email);
}

/// <summary>How long the page is open on which a badge is accepted here. Pure.</summary>
internal static class AcceptWindow
{
    /// <summary>How long after the member went on to it.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>Whether the badge can be accepted or rejected now. Who rejected it can change their mind while it can be claimed.</summary>
    public static bool IsOpen(Badge badge, DateTimeOffset now) => badge.State switch
    {
        BadgeState.Redirected => now < badge.StateChangedAt + Length,
        BadgeState.Declined => now < badge.ClaimableUntil,
        _ => false,
    };

    /// <summary>Whether the badge was accepted so short a time ago that its page can share it without a session.</summary>
    public static bool IsNew(HostedBadge badge, DateTimeOffset now) =>
        badge.State is PlatformState.Accepted && now < badge.StateChangedAt + Length;
}
