using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Tests.Claims;

public sealed class ClaimDecisionTests
{
    private readonly string _token = ClaimToken.New();

    [Fact]
    public void Claiming_issues_a_token_for_two_minutes_and_keeps_only_its_digest()
    {
        var claimed = ClaimDecision.Claim(A.Badge(), _token, A.Now)!;

        Assert.Equal((BadgeState.TokenIssued, A.Now.AddMinutes(2)), (claimed.State, claimed.Token!.ExpiresAt));
        Assert.DoesNotContain(_token, claimed.Token.Sha256, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Redeemed")]
    [InlineData(119.9, "Redeemed")]
    [InlineData(120.0, "Expired")]
    [InlineData(120.1, "Expired")]
    public void A_token_is_good_while_two_minutes_have_not_passed(double seconds, string expected) =>
        Assert.Equal(expected, Redeem(Claimed(), _token, A.Now.AddSeconds(seconds)).Status.ToString());

    [Fact]
    public void A_browser_that_has_lost_its_token_was_too_late() =>
        Assert.Equal((RedemptionStatus.Expired, null), (Redeem(Claimed(), null, A.Now).Status, ClaimDecision.Release(Claimed(), null, A.Now)));

    [Fact]
    public void A_redeemed_badge_is_redirected_and_its_token_is_gone()
    {
        var redeemed = Redeem(Claimed(), _token, A.Now).Badge!;

        Assert.Equal((BadgeState.Redirected, null), (redeemed.State, redeemed.Token));
        Assert.Equal(RedemptionStatus.AlreadyUsed, Redeem(redeemed, _token, A.Now).Status);
    }

    [Fact]
    public void A_new_claim_replaces_the_token_of_the_older_one()
    {
        var again = ClaimDecision.Claim(Claimed(), ClaimToken.New(), A.Now.AddSeconds(10))!;

        Assert.Equal(RedemptionStatus.NotLive, Redeem(again, _token, A.Now.AddSeconds(11)).Status);
    }

    [Fact]
    public void Closing_gives_the_token_back()
    {
        var closed = ClaimDecision.Release(Claimed(), _token, A.Now)!;

        Assert.Equal(BadgeState.Pending, closed.State);
        Assert.Equal(RedemptionStatus.NotLive, Redeem(closed, _token, A.Now).Status);
    }

    [Fact]
    public void Closing_an_older_claim_leaves_the_newer_token_alone() =>
        Assert.Null(ClaimDecision.Release(Claimed(), ClaimToken.New(), A.Now));

    [Fact]
    public void A_member_who_went_to_Credly_without_finishing_claims_again()
    {
        var redirected = A.Badge(BadgeState.Redirected);

        Assert.Equal(BadgeState.TokenIssued, ClaimDecision.Claim(redirected, _token, A.Now)!.State);
    }

    [Theory]
    [InlineData(BadgeState.Issuing)]
    [InlineData(BadgeState.Accepted)]
    [InlineData(BadgeState.Declined)]
    [InlineData(BadgeState.Revoked)]
    [InlineData(BadgeState.Expired)]
    [InlineData(BadgeState.Lapsed)]
    public void Nothing_else_can_be_claimed(BadgeState state) => Assert.Null(ClaimDecision.Claim(A.Badge(state), _token, A.Now));

    [Fact]
    public void After_the_claim_window_nothing_can_be_claimed() =>
        Assert.Null(ClaimDecision.Claim(A.Badge(), _token, A.Badge().ClaimableUntil));

    [Fact]
    public void A_token_holds_256_random_bits()
    {
        Assert.Equal(43, _token.Length);
        Assert.NotEqual(_token, ClaimToken.New());
    }

    private static Redemption Redeem(Badge badge, string? token, DateTimeOffset now) => ClaimDecision.Redeem(badge, token, now);

    private Badge Claimed() => ClaimDecision.Claim(A.Badge(), _token, A.Now)!;
}
