using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Sharing;

namespace BadgeFunctions.Functions.Tests.Sharing;

/// <summary>Who sees a badge.</summary>
public sealed class PublicBadgesTests
{
    [Theory]
    [InlineData(BadgeState.Issuing, false)]
    [InlineData(BadgeState.Pending, false)]
    [InlineData(BadgeState.TokenIssued, false)]
    [InlineData(BadgeState.Redirected, false)]
    [InlineData(BadgeState.Accepted, true)]
    [InlineData(BadgeState.Declined, false)]
    [InlineData(BadgeState.Revoked, true)]
    [InlineData(BadgeState.Expired, true)]
    [InlineData(BadgeState.Lapsed, false)]
    public void A_shared_badge_is_public_once_it_is_accepted_and_what_is_over_says_so(BadgeState state, bool isPublic) =>
        Assert.Equal(isPublic, PublicBadges.IsPublic(A.Badge(state) with { IsShared = true }));

    [Fact]
    public void Nothing_is_public_that_its_member_has_not_shared() =>
        Assert.DoesNotContain(Enum.GetValues<BadgeState>(), state => PublicBadges.IsPublic(A.Badge(state)));

    [Fact]
    public void What_its_earner_hides_on_Credly_is_not_public_here_and_cannot_be_shared()
    {
        var shared = A.Badge(BadgeState.Accepted) with { IsShared = true };
        var hidden = shared with { Platform = shared.Platform! with { IsPublic = false } };

        Assert.True(PublicBadges.IsPublic(shared) && PublicBadges.CanBeShared(shared));
        Assert.False(PublicBadges.IsPublic(hidden) || PublicBadges.CanBeShared(hidden));
    }

    [Fact]
    public void A_suspended_badge_stays_public_is_not_valid_and_cannot_be_made_public()
    {
        var valid = A.Badge(BadgeState.Accepted) with { IsShared = true };
        var suspended = valid with { Suspension = new Suspension(A.Now, "Complaint") };

        Assert.True(PublicBadges.IsPublic(valid) && PublicBadges.IsValid(valid, A.Now) && PublicBadges.CanBeShared(valid));
        Assert.True(PublicBadges.IsPublic(suspended));
        Assert.False(PublicBadges.IsValid(suspended, A.Now) || PublicBadges.CanBeShared(suspended));
    }

    [Theory]
    [InlineData(PlatformName.Credly, false, true)]
    [InlineData(PlatformName.Credly, true, true)]
    [InlineData(PlatformName.OpenBadges, false, false)]
    [InlineData(PlatformName.OpenBadges, true, true)]
    public void Others_are_told_of_the_page_here_only_when_it_is_shared(PlatformName platform, bool isShared, bool isTold)
    {
        var badge = A.Badge(BadgeState.Accepted) with { PlatformName = platform, IsShared = isShared };

        Assert.Equal(isTold ? badge.Platform!.PublicUrl : null, badge.VisibleUrl);
        Assert.Null((badge with { State = BadgeState.Pending }).VisibleUrl);
    }
}
