using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

/// <summary>When a badge's credential is issued, and when it is revoked.</summary>
public sealed class CredentialUpdateTests
{
    private static readonly BadgeCredential Issued = new(1, 4711, Revision: 1);

    [Theory]
    [InlineData(BadgeState.Pending)]
    [InlineData(BadgeState.Redirected)]
    [InlineData(BadgeState.Declined)]
    [InlineData(BadgeState.Expired)]
    [InlineData(BadgeState.Lapsed)]
    [InlineData(BadgeState.Revoked)]
    public void A_badge_that_is_not_accepted_gets_none(BadgeState state) => Assert.Null(BadgeSteps.CredentialFor(A.Badge(state)));

    [Fact]
    public void An_accepted_badge_gets_one_once()
    {
        Assert.Equal(CredentialUpdate.Issue, BadgeSteps.CredentialFor(A.Badge(BadgeState.Accepted) with { Credential = null }));
        Assert.Null(BadgeSteps.CredentialFor(A.Badge(BadgeState.Accepted) with { Credential = Issued }));
    }

    [Fact]
    public void What_makes_it_untrue_revokes_it()
    {
        var accepted = A.Badge(BadgeState.Accepted) with { Credential = Issued };

        Assert.Equal(CredentialUpdate.Revoke, BadgeSteps.CredentialFor(accepted with { Revision = 2 }));
        Assert.Equal(CredentialUpdate.Revoke, BadgeSteps.CredentialFor(accepted with { State = BadgeState.Revoked }));
        Assert.Equal(CredentialUpdate.Revoke, BadgeSteps.CredentialFor(accepted with { Suspension = new Suspension(A.Now, "Why") }));
        Assert.Null(BadgeSteps.CredentialFor(accepted with { State = BadgeState.Expired }));
    }

    [Fact]
    public void A_correction_gets_a_new_one_when_the_platform_shows_it_and_a_suspended_badge_when_it_is_reinstated()
    {
        var corrected = A.Badge(BadgeState.Accepted) with { Credential = Issued with { IsRevoked = true }, Revision = 2 };

        Assert.Null(BadgeSteps.CredentialFor(corrected));
        Assert.Equal(CredentialUpdate.Issue, BadgeSteps.CredentialFor(corrected with { Platform = corrected.Platform! with { Revision = 2 } }));
        Assert.Null(BadgeSteps.CredentialFor(corrected with { Platform = corrected.Platform! with { Revision = 2 }, Suspension = new Suspension(A.Now, "Why") }));
    }
}
