using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary><c>GET /my-badges</c>: the signed-in member's badges, read from Table storage.</summary>
internal sealed class MyBadgesFunction(
    Session session,
    BadgeStore badges,
    ClaimLink links,
    FormToken forms,
    PageRenderer pages,
    IOptions<WebOptions> web,
    TimeProvider clock)
{
    [Function("MyBadges")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        var mine = await badges.OfAccountAsync(account, cancellationToken);
        var claimForm = forms.Issue(request, ClaimPages.FormPurpose);
        var sections = BadgeSections.All.Select(category => new BadgeSection(category, CardsOf(account, mine, category, claimForm)));
        return await pages.PageAsync<MyBadgesPage>(new MyBadgesModel(
            DisplayText.Clean(Recipient.Of(account.Member).FullName), [.. sections], forms.Issue(request, SignOutFunction.FormPurpose)));
    }

    private BadgeCard[] CardsOf(Account account, IReadOnlyList<Badge> mine, BadgeCategory category, string claimForm)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. mine.Where(badge => badge.Category == category)
                .OrderByDescending(badge => badge.AwardedOn)
                .Select(badge => new BadgeCard(
                    DisplayText.Clean(badge.Name),
                    BadgePageFunction.PathOf(badge),
                    BadgeImages.PathOf(badge),
                    badge.AwardedOn,
                    BadgeStanding.StateOf(badge, web.Value.OrganisationName, now),
                    BadgeStanding.PrivacyOf(badge),
                    BadgeStanding.ClaimBy(badge, now),
                    BadgeStanding.IsClaimable(badge, now) ? links.PathFor(badge) : null,
                    claimForm,
                    BadgeStanding.PublicPageOf(badge),
                    PlatformWords.For(badge.PlatformName).SeeIt)
                {
                    IssuedTo = IssuedAddresses.ToShow(badge, account),
                }),
        ];
    }
}

/// <summary>What "My badges" shows.</summary>
/// <param name="MemberName">Who is signed in.</param>
/// <param name="Sections">The sections.</param>
/// <param name="FormToken">The anti-forgery value of the form that signs out.</param>
public sealed record MyBadgesModel(string MemberName, IReadOnlyList<BadgeSection> Sections, string FormToken);

/// <summary>One of the four sections.</summary>
public sealed record BadgeSection(BadgeCategory Category, IReadOnlyList<BadgeCard> Badges);

/// <summary>A badge in its section.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="PagePath">Its own page.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="IssuedOn">The day of the achievement.</param>
/// <param name="State">What is to be said of its state.</param>
/// <param name="Privacy">That nobody else can see it.</param>
/// <param name="ClaimBy">The last day on which it can be claimed.</param>
/// <param name="ClaimPath">Where CLAIM BADGE goes; null when it cannot be claimed.</param>
/// <param name="ClaimFormToken">The anti-forgery value of that form.</param>
/// <param name="PublicUrl">Its public page once it is accepted.</param>
/// <param name="SeeIt">What the link to it says.</param>
public sealed record BadgeCard(
    string Name,
    string PagePath,
    string ImageUrl,
    DateOnly IssuedOn,
    string? State,
    string? Privacy,
    DateOnly? ClaimBy,
    string? ClaimPath,
    string ClaimFormToken,
    string? PublicUrl,
    string SeeIt)
{
    /// <summary>The address that it was issued to, when its member has several.</summary>
    public string? IssuedTo { get; init; }
}
