using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Claims;

/// <summary>Chooses the page that a badge's state asks for.</summary>
internal sealed class ClaimPages(
    PageRenderer renderer, ClaimLink links, FormToken forms, TimeProvider clock)
{
    /// <summary>The purpose of the claim's forms.</summary>
    public const string FormPurpose = "claim";

    /// <summary>The dialog's hidden field with the token.</summary>
    public const string TokenField = "token";

    /// <summary>The query with which the dialog's page comes back by itself when its time is over.</summary>
    public const string ExpiredQuery = "expired";

    private static readonly PageLink MyBadges = new("My badges", "/my-badges");

    public Task<IResult> ShowAsync(HttpRequest request, Badge badge, ClaimNotice notice, int status = StatusCodes.Status200OK)
    {
        if (BadgeLifecycle.IsClaimable(badge.State) && clock.GetUtcNow() < badge.ClaimableUntil)
        {
            return renderer.PageAsync<ClaimPage>(ModelOf(request, badge, TextOf(notice, badge), null), status);
        }

        return renderer.PageAsync<MessagePage>(MessageOf(badge), status);
    }

    public Task<IResult> DialogAsync(HttpRequest request, Badge badge, string token)
    {
        var dialog = new TokenDialog(
            token, (int)ClaimToken.Lifetime.TotalSeconds, $"{links.PathFor(badge)}?{ExpiredQuery}=1");
        return renderer.PageAsync<ClaimPage>(ModelOf(request, badge, null, dialog), formTarget: badge.Platform?.AcceptUrl);
    }

    /// <summary>One page for unknown and for tampered links: it tells nothing about what exists.</summary>
    public Task<IResult> InvalidLinkAsync() => renderer.PageAsync<MessagePage>(
        new MessagePageModel(
            "This link does not work",
            [
                "It may have been cut off by your e-mail program: try to copy the whole link from the e-mail.",
                "You can also sign in with your e-mail address and claim the badge in My badges.",
            ],
            MyBadges),
        StatusCodes.Status404NotFound);

    /// <summary>The page of a link that was mailed to another address than the badge goes to now.</summary>
    public Task<IResult> OutdatedLinkAsync() => renderer.PageAsync<MessagePage>(
        new MessagePageModel(
            "This link is out of date",
            [
                "It was sent to an earlier e-mail address. Please use the link in the newest e-mail about this badge.",
                "You can also sign in with your present e-mail address and see the badge in My badges.",
            ],
            MyBadges),
        StatusCodes.Status410Gone);

    private static string? TextOf(ClaimNotice notice, Badge badge) => notice switch
    {
        ClaimNotice.TokenExpired => "Your authorization token has expired. Claim the badge again to get a new one.",
        ClaimNotice.TokenUsed => $"That token was used already. {PlatformWords.For(badge.PlatformName).Unfinished}, claim the badge again.",
        ClaimNotice.TokenReplaced => "You claimed this badge again in another window. Go on there, or claim it here.",
        ClaimNotice.FormExpired => "This page was open for too long. Please try again.",
        _ when badge.State is BadgeState.Redirected =>
            $"{PlatformWords.For(badge.PlatformName).GoneOn} If you did not finish there, claim the badge again.",
        _ => null,
    };

    private static MessagePageModel MessageOf(Badge badge) => badge.State switch
    {
        BadgeState.Accepted => new(
            "You have accepted this badge",
            [$"{DisplayText.Clean(badge.Name)} is yours. {PlatformWords.For(badge.PlatformName).Accepted}"],
            badge.Platform?.VisibleUrl is { } page
                ? [new PageLink(PlatformWords.For(badge.PlatformName).SeeIt, page.AbsoluteUri), MyBadges]
                : [MyBadges]),
        BadgeState.Declined => new(
            "You have declined this badge",
            [$"{PlatformWords.For(badge.PlatformName).Rejected} If that was a mistake, please write to us."],
            MyBadges),
        BadgeState.Revoked => new("This badge was revoked", ["It is no longer valid and cannot be claimed."], MyBadges),
        BadgeState.Expired => new("This badge has expired", ["It is no longer valid and cannot be claimed."], MyBadges),
        BadgeState.Issuing => new(
            "This badge is on its way",
            ["We are still issuing it. We will send you an e-mail as soon as you can claim it."],
            MyBadges),
        _ => new(
            "The time to claim this badge is over",
            [$"It could be claimed until {DisplayText.Day(DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime))}. Please write to us if you still want it."],
            MyBadges),
    };

    private ClaimPageModel ModelOf(HttpRequest request, Badge badge, string? notice, TokenDialog? dialog) => new(
        PlatformWords.For(badge.PlatformName),
        badge.Category,
        DisplayText.Clean(badge.Name),
        BadgeImages.PathOf(badge),
        badge.Recipient.FullName,
        badge.AwardedOn,
        DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime),
        links.PathFor(badge),
        forms.Issue(request, FormPurpose),
        notice,
        dialog);
}

/// <summary>What the claim page shows.</summary>
public sealed record ClaimPageModel(
    PlatformWords Words,
    BadgeCategory Category,
    string BadgeName,
    string ImageUrl,
    string RecipientName,
    DateOnly IssuedOn,
    DateOnly ClaimableUntil,
    string ClaimPath,
    string FormToken,
    string? Notice,
    TokenDialog? Dialog);

/// <summary>The dialog over the claim page.</summary>
/// <param name="Token">The authorization token; this is the only place where it is shown.</param>
/// <param name="Seconds">How long it is valid.</param>
/// <param name="ExpiredPath">Where the page goes when its time is over.</param>
public sealed record TokenDialog(string Token, int Seconds, string ExpiredPath);

/// <summary>What the claim page tells above the badge.</summary>
internal enum ClaimNotice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The two minutes are over.</summary>
    TokenExpired,

    /// <summary>The token was redeemed before.</summary>
    TokenUsed,

    /// <summary>A newer claim, in another window, has a token of its own.</summary>
    TokenReplaced,

    /// <summary>The form cannot be trusted any more.</summary>
    FormExpired,
}
