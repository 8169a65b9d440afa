using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Claims;

/// <summary>Chooses the page that a badge's state asks for.</summary>
internal sealed class ClaimPages(
    PageRenderer renderer, ClaimLink links, SiteCookie cookies, FormToken forms, IOptions<WebOptions> web, TimeProvider clock)
{
    /// <summary>The purpose of the claim's forms.</summary>
    public const string FormPurpose = "claim";

    /// <summary>The field and the query that tell where the claim began: this word or nothing, so that nobody is sent elsewhere.</summary>
    public const string FromField = "from";

    /// <summary>That it began in My badges.</summary>
    public const string FromMyBadges = "my-badges";

    private const string NoticeQuery = "notice";

    private const string MyBadgesPath = "/my-badges";

    private static PageLink MyBadges => new(L("My Badges"), MyBadgesPath);

    /// <summary>What an address asks the page to tell.</summary>
    public static ClaimNotice NoticeOf(HttpRequest request) =>
        Enum.TryParse<ClaimNotice>(request.Query[NoticeQuery], out var notice) ? notice : ClaimNotice.None;

    /// <summary>The address of the badge's page, with what it is to tell.</summary>
    public Uri AddressOf(Badge badge, bool isFromMine, ClaimNotice notice = ClaimNotice.None)
    {
        var query = isFromMine ? QueryString.Create(FromField, FromMyBadges) : QueryString.Empty;
        query = notice is ClaimNotice.None ? query : query.Add(NoticeQuery, notice.ToString());
        return new Uri($"{links.PathFor(badge)}{query}", UriKind.Relative);
    }

    /// <summary>Where CLOSE leads: to the button that opened the dialog. Browsers focus what the fragment names.</summary>
    public Uri AddressAfterClose(Badge badge, bool isFromMine) =>
        new(isFromMine ? $"{MyBadgesPath}#{links.PathFor(badge)}" : $"{links.PathFor(badge)}#{links.PathFor(badge)}", UriKind.Relative);

    /// <summary>The page, with the dialog over it in the browser that holds a token which is good.</summary>
    public Task<IResult> ShowAsync(HttpRequest request, Badge badge, ClaimNotice notice, int status = StatusCodes.Status200OK)
    {
        LanguageChoice.Prefer(request, badge.Recipient.Locale);
        var now = clock.GetUtcNow();
        if (!BadgeLifecycle.IsClaimable(badge.State) || now >= badge.ClaimableUntil)
        {
            return renderer.PageAsync<MessagePage>(MessageOf(badge), status);
        }

        var isFromMine = request.Query[FromField] == FromMyBadges;
        return notice is not ClaimNotice.FormExpired
            && badge.Token is { } live
            && ClaimDecision.Redeem(badge, cookies.Find(request, ClaimToken.CookieOf(badge.Key)), now).Status is RedemptionStatus.Redeemed
                ? renderer.PageAsync<ClaimPage>(
                    ModelOf(request, badge, isFromMine, notice: null, DialogOf(badge, live, isFromMine, now)), status, badge.Platform?.AcceptUrl)
                : renderer.PageAsync<ClaimPage>(ModelOf(request, badge, isFromMine, TextOf(notice, badge), dialog: null), status);
    }

    /// <summary>One page for unknown and for tampered links: it tells nothing about what exists.</summary>
    public Task<IResult> InvalidLinkAsync() => renderer.PageAsync<MessagePage>(
        new MessagePageModel(
            L("This link does not work"),
            [
                L("It may have been cut off by your e-mail program: try to copy the whole link from the e-mail."),
                L("You can also sign in with your e-mail address and claim the badge in My badges."),
            ],
            MyBadges),
        StatusCodes.Status404NotFound);

    /// <summary>The page of a link that was mailed to another address than the badge goes to now.</summary>
    public Task<IResult> OutdatedLinkAsync() => renderer.PageAsync<MessagePage>(
        new MessagePageModel(
            L("This link is out of date"),
            [
                L("It was sent to an earlier e-mail address. Please use the link in the newest e-mail about this badge."),
                L("You can also sign in with your present e-mail address and see the badge in My badges."),
            ],
            MyBadges),
        StatusCodes.Status410Gone);

    private TokenDialog DialogOf(Badge badge, LiveToken token, bool isFromMine, DateTimeOffset now) => new(
        (int)Math.Ceiling((token.ExpiresAt - now).TotalSeconds),
        token.ExpiresAt.UtcDateTime.ToString("HH:mm:ss' UTC'", CultureInfo.InvariantCulture),
        AddressOf(badge, isFromMine, ClaimNotice.TokenExpired).OriginalString);

    // An address can be opened again when what it tells is long over.
    private static string? TextOf(ClaimNotice notice, Badge badge) => (notice, badge.State) switch
    {
        (ClaimNotice.FormExpired, _) => L("This page was open for too long. Please try again."),
        (ClaimNotice.TokenUsed, BadgeState.Redirected) =>
            $"{L("That token was used already.")} {L("If you did not finish there, claim the badge again.")}",
        (_, BadgeState.Redirected) => $"{PlatformWords.For(badge.PlatformName).GoneOn} {L("If you did not finish there, claim the badge again.")}",
        (ClaimNotice.TokenExpired, _) => L("Your authorization token has expired. Claim the badge again to get a new one."),
        (ClaimNotice.TokenReplaced, _) => L("You claimed this badge again in another browser or on another device. Go on there, or claim it again here."),
        _ => null,
    };

    private IReadOnlyList<string> NextStepsOf(Badge badge) => BadgeStanding.NextStepsOf(badge, web.Value.OrganisationName, clock.GetUtcNow());

    private MessagePageModel MessageOf(Badge badge) => badge.State switch
    {
        BadgeState.Accepted => new(
            L("You have accepted this badge"),
            [L("{0} is yours.", DisplayText.Clean(badge.Name)), .. NextStepsOf(badge)],
            badge.VisibleUrl is { } page
                ? [new PageLink(PlatformWords.For(badge.PlatformName).SeeIt, page.AbsoluteUri), MyBadges]
                : [MyBadges]),
        BadgeState.Declined => new(
            L("You have declined this badge"),
            [$"{PlatformWords.For(badge.PlatformName).Rejected} {L("If that was a mistake, please write to us.")}"],
            MyBadges),
        BadgeState.Revoked => new(L("This badge was revoked"), [L("It is no longer valid and cannot be claimed.")], MyBadges),
        BadgeState.Expired => new(L("This badge has expired"), [L("It is no longer valid and cannot be claimed.")], MyBadges),
        BadgeState.Issuing => new(
            L("This badge is on its way"),
            [L("We are still issuing it. We will send you an e-mail as soon as you can claim it.")],
            MyBadges),
        _ => new(
            L("The time to claim this badge is over"),
            [
                L(
                    "It could be claimed until {0}. Please write to us if you still want it.",
                    DisplayText.Day(DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime))),
            ],
            MyBadges),
    };

    private ClaimPageModel ModelOf(HttpRequest request, Badge badge, bool isFromMine, string? notice, TokenDialog? dialog) => new(
        PlatformWords.For(badge.PlatformName),
        badge.Category,
        DisplayText.Clean(badge.Name),
        BadgeImages.PathOf(badge),
        badge.Recipient.FullName,
        badge.AwardedOn,
        DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime),
        links.PathFor(badge),
        forms.Issue(request, FormPurpose),
        isFromMine,
        notice,
        badge.State is BadgeState.Redirected ? AddressOf(badge, isFromMine).OriginalString : null,
        dialog)
    {
        NextSteps = NextStepsOf(badge),
    };
}

/// <summary>What the claim page shows.</summary>
/// <param name="Words">The words about the platform.</param>
/// <param name="Category">The badge's section.</param>
/// <param name="BadgeName">The badge's name.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="RecipientName">Whose badge it is.</param>
/// <param name="IssuedOn">Since when.</param>
/// <param name="ClaimableUntil">The last day on which it can be claimed.</param>
/// <param name="ClaimPath">Where CLAIM BADGE goes.</param>
/// <param name="FormToken">The anti-forgery value of the forms.</param>
/// <param name="IsFromMyBadges">Whether the claim began in My badges.</param>
/// <param name="Notice">What is to be said above the badge.</param>
/// <param name="CheckAgainPath">This page's own address, while the member has gone on to the platform and it has not told of an acceptance.</param>
/// <param name="Dialog">The dialog over the page.</param>
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
    bool IsFromMyBadges,
    string? Notice,
    string? CheckAgainPath,
    TokenDialog? Dialog)
{
    /// <summary>What the member has to do next.</summary>
    public IReadOnlyList<string> NextSteps { get; init; } = [];
}

/// <summary>The dialog over the claim page.</summary>
/// <param name="Seconds">How long the token is still valid.</param>
/// <param name="Until">Until when that is, as a time of day.</param>
/// <param name="ExpiredPath">Where a script goes when its time is over.</param>
public sealed record TokenDialog(int Seconds, string Until, string ExpiredPath);

/// <summary>What the claim page tells above the badge.</summary>
internal enum ClaimNotice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The two minutes are over.</summary>
    TokenExpired,

    /// <summary>The token was redeemed before.</summary>
    TokenUsed,

    /// <summary>A newer claim, in another browser, has a token of its own.</summary>
    TokenReplaced,

    /// <summary>The form cannot be trusted any more.</summary>
    FormExpired,
}
