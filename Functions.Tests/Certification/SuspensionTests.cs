using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>What a suspension, and its end, mean for a badge.</summary>
public sealed class SuspensionTests
{
    private const string Reason = "Complaint under examination";

    private static readonly TimeSpan Window = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset Later = A.Now.AddDays(9);

    public static TheoryData<BadgeState> States => [.. Enum.GetValues<BadgeState>().Except([BadgeState.Revoked])];

    [Theory]
    [MemberData(nameof(States))]
    public void It_lies_over_whatever_state_the_badge_is_in_and_nothing_else_changes(BadgeState state)
    {
        var badge = A.Badge(state);

        var suspended = Tell(badge, Suspended(1));
        var reinstated = Tell(suspended, Reinstated(2));

        Assert.Equal(badge with { Suspension = new Suspension(At(1), Reason), Told = badge.Told with { Suspension = At(1) } }, suspended);
        Assert.Equal(badge with { Told = badge.Told with { Suspension = At(2) } }, reinstated);
    }

    [Theory]
    [InlineData("12", 0)]
    [InlineData("21", 0)]
    [InlineData("123", 3)]
    [InlineData("321", 3)]
    [InlineData("132", 3)]
    [InlineData("1234", 0)]
    [InlineData("4321", 0)]
    public void The_later_word_counts_in_whatever_order_they_arrive(string order, int suspendedOn)
    {
        var badge = Tell(A.Badge(BadgeState.Accepted), [.. order.Select(one => one - '0').Select(day => day % 2 == 1 ? Suspended(day) : Reinstated(day))]);

        Assert.Equal(suspendedOn == 0 ? null : new Suspension(At(suspendedOn), Reason), badge.Suspension);
    }

    [Fact]
    public void A_word_that_is_told_again_changes_nothing()
    {
        var suspended = Tell(A.Badge(BadgeState.Accepted), Suspended(1));

        Assert.Null(AwardChange.Apply(suspended, Suspended(1), Window, Later));
        Assert.Null(AwardChange.Apply(suspended, Reinstated(0), Window, Later));
    }

    [Fact]
    public void A_revoked_badge_stays_revoked_and_one_that_is_suspended_can_be_revoked()
    {
        var revoked = Tell(A.Badge(BadgeState.Accepted), Suspended(1), Revoked(2));

        Assert.Equal((BadgeState.Revoked, "cheated"), (revoked.State, revoked.RevocationReason));
        Assert.Null(AwardChange.Apply(revoked, Reinstated(3), Window, Later));
        Assert.Null(AwardChange.Apply(A.Badge(BadgeState.Revoked), Suspended(3), Window, Later));
    }

    [Fact]
    public void Neither_a_renewal_nor_a_correction_lifts_it_and_it_is_no_revision_of_theirs()
    {
        var renewal = new CertificationEvent(CertificationEventTypes.Renewed, At(3)) { Renewal = new AwardRenewal(A.Award().AchievementId, new DateOnly(2035, 1, 1)) };
        var correction = new CertificationEvent(CertificationEventTypes.Corrected, At(4)) { Award = A.Award() with { ExpiresOn = new DateOnly(2035, 1, 1) } };

        var badge = Tell(A.Badge(BadgeState.Accepted), Suspended(1), renewal, correction);

        Assert.Equal((new Suspension(At(1), Reason), 2), (badge.Suspension, badge.Revision));
    }

    private static DateTimeOffset At(int day) => A.Now.AddDays(day);

    private static Badge Tell(Badge badge, params CertificationEvent[] told) =>
        told.Aggregate(badge, (known, one) => AwardChange.Apply(known, one, Window, Later) ?? known);

    private static CertificationEvent Suspended(int day) =>
        new(CertificationEventTypes.Suspended, At(day)) { Suspension = new AwardSuspension(A.Award().AchievementId, Reason) };

    private static CertificationEvent Reinstated(int day) =>
        new(CertificationEventTypes.Reinstated, At(day)) { Reinstatement = new AwardReinstatement(A.Award().AchievementId) };

    private static CertificationEvent Revoked(int day) =>
        new(CertificationEventTypes.Revoked, At(day)) { Revocation = new AwardRevocation(A.Award().AchievementId, "cheated") };
}
