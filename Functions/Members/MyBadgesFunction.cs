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
        if (await session.MemberOfAsync(request, cancellationToken) is not { } member)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        var mine = await badges.OfMemberAsync(member.Id, cancellationToken);
        var claimForm = forms.Issue(request, ClaimPages.FormPurpose);
        var sections = BadgeSections.All.Select(category => new BadgeSection(category, CardsOf(mine, category, claimForm)));
        return await pages.PageAsync<MyBadgesPage>(new MyBadgesModel([.. sections], forms.Issue(request, SignOutFunction.FormPurpose)));
    }

    private BadgeCard[] CardsOf(IReadOnlyList<Badge> mine, BadgeCategory category, string claimForm) =>
    [
        .. mine.Where(badge => badge.Category == category)
            .OrderByDescending(badge => badge.AwardedOn)
            .Select(badge => new BadgeCard(
                DisplayText.Clean(badge.Name),
                BadgeImages.PathOf(badge),
                StateOf(badge),
                IsClaimable(badge) ? links.PathFor(badge) : null,
                claimForm,
                badge.State is BadgeState.Accepted ? badge.Platform?.VisibleUrl?.AbsoluteUri : null,
                PlatformWords.For(badge.PlatformName).SeeIt)),
    ];

    private bool IsClaimable(Badge badge) => BadgeLifecycle.IsClaimable(badge.State) && clock.GetUtcNow() < badge.ClaimableUntil;

    private string? StateOf(Badge badge) => badge.State switch
    {
        _ when BadgeLifecycle.IsClaimable(badge.State) && !IsClaimable(badge) => "Not claimed in time",
        BadgeState.Issuing when badge.Block is BadgeBlock.Duplicate =>
            $"Credly allows this badge once per e-mail address, and {badge.Recipient.Email} already has it. We have told {web.Value.OrganisationName}. "
            + "You will get this one as soon as the other is revoked, or your e-mail address changes.",
        BadgeState.Issuing when badge.Block is not null =>
            $"This badge cannot be issued yet. We have told {web.Value.OrganisationName}. There is nothing for you to do.",
        BadgeState.Issuing => "On its way",
        BadgeState.Redirected => PlatformWords.For(badge.PlatformName).Waiting,
        BadgeState.Accepted when badge.AcceptedAt is { } at => $"Accepted on {DisplayText.Day(DateOnly.FromDateTime(at.UtcDateTime))}",
        BadgeState.Accepted => "Accepted",
        BadgeState.Declined => "Declined",
        BadgeState.Revoked => "Revoked",
        BadgeState.Expired => "Expired",
        BadgeState.Lapsed => "Not claimed in time",
        BadgeState.Pending or BadgeState.TokenIssued when BadgeSteps.Undelivered(badge) is not null =>
            "Our e-mail about this badge did not arrive. You can claim it here.",
        _ => null,
    };
}

/// <summary>What "My badges" shows.</summary>
public sealed record MyBadgesModel(IReadOnlyList<BadgeSection> Sections, string FormToken);

/// <summary>One of the four sections.</summary>
public sealed record BadgeSection(BadgeCategory Category, IReadOnlyList<BadgeCard> Badges);

/// <summary>A badge in its section.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="State">What is to be said of its state.</param>
/// <param name="ClaimPath">Where CLAIM BADGE goes; null when it cannot be claimed.</param>
/// <param name="ClaimFormToken">The anti-forgery value of that form.</param>
/// <param name="PublicUrl">Its public page once it is accepted.</param>
/// <param name="SeeIt">What the link to it says.</param>
public sealed record BadgeCard(
    string Name, string ImageUrl, string? State, string? ClaimPath, string ClaimFormToken, string? PublicUrl, string SeeIt);
