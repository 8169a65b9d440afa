using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary><c>GET /my-badges</c>: the signed-in member's badges, read from Table storage.</summary>
internal sealed class MyBadgesFunction(
    Session session, BadgeStore badges, ClaimLink links, FormToken forms, PageRenderer pages, TimeProvider clock)
{
    [Function("MyBadges")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (session.MemberOf(request) is not { } memberId)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        var mine = await badges.OfMemberAsync(memberId, cancellationToken);
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
        BadgeState.Issuing => "On its way",
        BadgeState.Redirected => PlatformWords.For(badge.PlatformName).Waiting,
        BadgeState.Accepted when badge.AcceptedAt is { } at => $"Accepted on {DisplayText.Day(DateOnly.FromDateTime(at.UtcDateTime))}",
        BadgeState.Accepted => "Accepted",
        BadgeState.Declined => "Declined",
        BadgeState.Revoked => "Revoked",
        BadgeState.Expired => "Expired",
        BadgeState.Lapsed => "Not claimed in time",
        _ => null,
    };
}
