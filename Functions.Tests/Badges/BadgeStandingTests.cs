using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class BadgeStandingTests
{
    private const string Body = "Example Association";

    [Theory]
    [InlineData(BadgeState.Issuing, "On its way: we will e-mail you as soon as you can claim it")]
    [InlineData(BadgeState.Pending, null)]
    [InlineData(BadgeState.TokenIssued, null)]
    [InlineData(BadgeState.Redirected, "You went on to Credly. Not finished? Claim it again.")]
    [InlineData(BadgeState.Accepted, "Accepted on Credly")]
    [InlineData(BadgeState.Declined, "You declined this badge")]
    [InlineData(BadgeState.Revoked, "No longer valid: it was revoked")]
    [InlineData(BadgeState.Expired, "No longer valid: it expired")]
    [InlineData(BadgeState.Lapsed, "Not claimed in time")]
    public void Each_state_is_said_in_plain_words(BadgeState state, string? words) =>
        Assert.Equal(words, BadgeStanding.StateOf(A.Badge(state), Body, A.Now));

    [Theory]
    [InlineData(BadgeState.Issuing)]
    [InlineData(BadgeState.Pending)]
    [InlineData(BadgeState.Redirected)]
    [InlineData(BadgeState.Accepted)]
    [InlineData(BadgeState.Declined)]
    [InlineData(BadgeState.Lapsed)]
    public void A_suspended_badge_says_since_when_and_why(BadgeState state) => Assert.Equal(
        "Not valid at the moment: suspended since 27 April 2021. Reason: Complaint",
        BadgeStanding.StateOf(Suspended(state), Body, A.Now));

    [Theory]
    [InlineData(BadgeState.Revoked, "No longer valid: it was revoked")]
    [InlineData(BadgeState.Expired, "No longer valid: it expired")]
    public void What_is_over_says_so_also_when_it_is_suspended(BadgeState state, string words) =>
        Assert.Equal(words, BadgeStanding.StateOf(Suspended(state), Body, A.Now));

    [Theory]
    [InlineData(PlatformName.Credly)]
    [InlineData(PlatformName.OpenBadges)]
    public void Nobody_is_asked_to_share_a_suspended_badge(PlatformName platform) =>
        Assert.Empty(BadgeStanding.NextStepsOf(Suspended(BadgeState.Accepted) with { PlatformName = platform }, Body, A.Now));

    [Theory]
    [InlineData(PlatformName.Credly, "Accepted on Credly on 2 May 2021")]
    [InlineData(PlatformName.OpenBadges, "Accepted on this site on 2 May 2021")]
    public void An_accepted_badge_says_where_and_when(PlatformName platform, string words) => Assert.Equal(
        words,
        BadgeStanding.StateOf(
            A.Badge(BadgeState.Accepted) with { PlatformName = platform, AcceptedAt = new DateTimeOffset(2021, 5, 2, 8, 0, 0, TimeSpan.Zero) }, Body, A.Now));

    [Fact]
    public void A_badge_that_nobody_else_sees_on_Credly_has_no_public_page_and_is_to_be_made_public()
    {
        var badge = A.Badge(BadgeState.Accepted);
        var hidden = badge with { Platform = badge.Platform! with { IsPublic = false } };

        Assert.Null(BadgeStanding.PrivacyOf(badge));
        Assert.NotNull(BadgeStanding.PublicPageOf(badge));
        Assert.Equal("Private: only you can see it on Credly", BadgeStanding.PrivacyOf(hidden));
        Assert.Null(BadgeStanding.PublicPageOf(hidden));
        Assert.Contains("make it public", BadgeStanding.NextStepsOf(hidden, Body, A.Now)[0], StringComparison.Ordinal);
        Assert.DoesNotContain(BadgeStanding.NextStepsOf(badge, Body, A.Now), step => step.Contains("make it public", StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_can_claim_is_told_the_booklet_s_steps_with_the_address_that_Credly_must_know()
    {
        var steps = BadgeStanding.NextStepsOf(A.Badge(), Body, A.Now);

        Assert.Equal("Claim the badge.", steps[0]);
        Assert.Equal("Proceed to Credly within the time limit of 2 minutes.", steps[1]);
        Assert.EndsWith("Be sure to use the same e-mail address: maria.rossi@example.org.", steps[2], StringComparison.Ordinal);
        Assert.Contains("turn on auto-accept for badges from Example Association", steps[3], StringComparison.Ordinal);
        Assert.Equal(6, steps.Count);
    }

    [Fact]
    public void A_badge_that_this_app_hosts_needs_no_account_anywhere() => Assert.DoesNotContain(
        BadgeStanding.NextStepsOf(A.Badge() with { PlatformName = PlatformName.OpenBadges }, Body, A.Now),
        step => step.Contains("Credly", StringComparison.Ordinal));

    [Theory]
    [InlineData(BadgeState.Issuing)]
    [InlineData(BadgeState.Revoked)]
    [InlineData(BadgeState.Expired)]
    [InlineData(BadgeState.Lapsed)]
    public void Where_nothing_can_be_done_nothing_is_asked(BadgeState state) =>
        Assert.Empty(BadgeStanding.NextStepsOf(A.Badge(state), Body, A.Now));

    private static Badge Suspended(BadgeState state) => A.Badge(state) with { Suspension = new Suspension(A.Now, "Complaint\u202E") };

    [Fact]
    public void After_its_last_moment_a_badge_can_no_longer_be_claimed()
    {
        var badge = A.Badge();

        Assert.Equal(DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime), BadgeStanding.ClaimBy(badge, badge.ClaimableUntil.AddTicks(-1)));
        Assert.Null(BadgeStanding.ClaimBy(badge, badge.ClaimableUntil));
        Assert.Equal("Not claimed in time", BadgeStanding.StateOf(badge, Body, badge.ClaimableUntil));
    }
}
