using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Certification;

public sealed class AwardChangeTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset Later = A.Now.AddDays(9);
    private static readonly DateOnly Year2035 = new(2035, 1, 1);

    public static TheoryData<string> Orders => ["012", "021", "102", "120", "201", "210"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Words_about_different_things_count_all_in_whatever_order_they_arrive(string order)
    {
        CertificationEvent[] told =
        [
            Correction(A.Award() with { Member = A.Member() with { FamilyName = "Verdi" }, Evidence = new Uri("https://example.org/1") }, 1),
            Renewal(Year2035, 2),
            Moved("new@example.org", 3),
        ];

        var badge = Tell(A.Badge(), [.. order.Select(one => told[one - '0'])]);

        Assert.Equal(
            ("new@example.org", Year2035, new Uri("https://example.org/1")), (badge.Recipient.Email, badge.ExpiresOn, badge.Evidence));
        Assert.Equal(new AwardTimes(At(3), At(2), At(1)), badge.Told);
    }

    [Fact]
    public void A_later_word_that_says_the_same_makes_an_earlier_one_old_and_changes_nothing_else()
    {
        var confirmed = AwardChange.Apply(A.Badge(), Moved(A.Member().Email, 2), Window, Later)!;

        Assert.Equal(A.Badge() with { Told = confirmed.Told }, confirmed);
        Assert.Null(AwardChange.Apply(confirmed, Moved("wrong@example.org", 1), Window, Later));
    }

    [Fact]
    public void A_word_that_is_told_again_changes_nothing()
    {
        var badge = Tell(A.Badge(), Renewal(Year2035, 1));

        Assert.Equal(2, badge.Revision);
        Assert.Null(AwardChange.Apply(badge, Renewal(Year2035, 1), Window, Later));
    }

    [Fact]
    public void What_the_award_said_is_old_for_what_was_told_later_and_not_the_other_way_round()
    {
        var awarded = A.Badge() with { Told = new AwardTimes(At(2), At(2), At(2)) };

        Assert.Null(AwardChange.Apply(awarded, Moved("old@example.org", 1), Window, Later));
        Assert.NotNull(AwardChange.Apply(awarded, Moved("new@example.org", 3), Window, Later));
    }

    [Fact]
    public void A_revocation_counts_whatever_came_later_and_nothing_brings_the_badge_back()
    {
        var revoked = Tell(A.Badge(), Renewal(Year2035, 2), Revocation(1));

        Assert.Equal((BadgeState.Revoked, "cheated"), (revoked.State, revoked.RevocationReason));
        Assert.Null(AwardChange.Apply(revoked, Renewal(Year2035.AddYears(1), 3), Window, Later));
        Assert.Null(AwardChange.Apply(revoked, Revocation(3), Window, Later));
    }

    [Theory]
    [InlineData(BadgeState.Accepted)]
    [InlineData(BadgeState.Lapsed)]
    [InlineData(BadgeState.Expired)]
    [InlineData(BadgeState.Declined)]
    [InlineData(BadgeState.Revoked)]
    public void A_badge_that_is_not_open_keeps_its_name_and_is_mailed_about_to_the_new_address(BadgeState state)
    {
        var told = new CertificationEvent(CertificationEventTypes.MemberUpdated, At(1)) { Member = A.Member() with { FamilyName = "Bianchi", Email = "new@example.org" } };

        var after = AwardChange.Apply(A.Badge(state), told, Window, Later);

        Assert.Equal(
            A.Badge(state) with { Recipient = A.Badge().Recipient with { Email = "new@example.org" }, Told = A.Badge().Told with { Recipient = At(1) } }, after);
        Assert.Null(AwardChange.Apply(after!, Moved("old@example.org", 0), Window, Later));
    }

    [Fact]
    public void What_changed_is_kept_until_the_member_was_told_of_it()
    {
        var untold = A.Badge() with { Mails = BadgeMail.None };
        var renewed = Tell(untold, Renewal(Year2035, 1));
        var moved = Tell(renewed, Moved("new@example.org", 2));

        Assert.Equal(BadgeChanges.ExpiresOn, renewed.Changes);
        Assert.Equal(BadgeChanges.ExpiresOn | BadgeChanges.Address, moved.Changes);
        var told = renewed.With(new BadgeMail(BadgeMail.Update(2), BadgeMailState.Sent, Later) { Revision = 2 });
        Assert.Equal(BadgeChanges.Address, Tell(told, Moved("new@example.org", 2)).Changes);
    }

    [Fact]
    public void Another_spelling_of_the_address_is_noted_and_replaces_nothing()
    {
        var after = AwardChange.Apply(A.Badge(), Moved("Maria.Rossi@EXAMPLE.org", 1), Window, Later);

        Assert.Equal(("Maria.Rossi@EXAMPLE.org", 1), (after?.Recipient.Email, after?.Revision));
    }

    [Fact]
    public void A_change_of_the_language_alone_is_noted_and_replaces_nothing()
    {
        var told = new CertificationEvent(CertificationEventTypes.MemberUpdated, At(1)) { Member = A.Member() with { Locale = "it" } };

        var badge = Tell(A.Badge(), told);

        Assert.Equal(("it", 1), (badge.Recipient.Locale, badge.Revision));
    }

    [Theory]
    [InlineData(BadgeState.Pending)]
    [InlineData(BadgeState.Accepted)]
    public void A_change_of_the_did_alone_is_noted_and_replaces_nothing(BadgeState state)
    {
        var told = new CertificationEvent(CertificationEventTypes.MemberUpdated, At(1)) { Member = A.Member() with { Did = "did:web:example.org" } };

        var badge = Tell(A.Badge(state), told);

        Assert.Equal(("did:web:example.org", 1, BadgeChanges.None), (badge.Recipient.Did, badge.Revision, badge.Changes));
        Assert.Equal((null, 1), (Tell(badge, Moved(A.Member().Email, 2)).Recipient.Did, Tell(badge, Moved(A.Member().Email, 2)).Revision));
        Assert.Null(AwardChange.Apply(badge, Moved(A.Member().Email, 0), Window, Later));
    }

    [Fact]
    public void A_correction_of_the_results_is_a_change_and_one_that_repeats_them_is_none()
    {
        AwardResult exam = new("Written exam", "87", ResultType.Percent, ResultStatus.Completed);
        var (first, better) = (A.Award() with { Results = [exam] }, A.Award() with { Results = [exam with { Value = "88" }] });

        var corrected = Tell(A.Badge(), Correction(first, 1));
        var repeated = Tell(corrected, Correction(A.Award() with { Results = [exam with { }] }, 2));
        var again = Tell(repeated, Correction(better, 3), Correction(first, 2));
        var without = Tell(again, Correction(A.Award(), 4));

        Assert.Equal((2, BadgeChanges.Results), (corrected.Revision, corrected.Changes));
        Assert.Equal((2, At(2)), (repeated.Revision, repeated.Told.Achievement));
        Assert.Equal((3, "88"), (again.Revision, Assert.Single(again.Results).Value));
        Assert.Equal((4, BadgeChanges.Results), (without.Revision, without.Changes & BadgeChanges.Results));
        Assert.Empty(without.Results);
    }

    [Fact]
    public void A_renewal_that_leaves_a_badge_lapsed_does_not_open_its_claim_window()
    {
        var lapsed = A.Badge(BadgeState.Lapsed) with { ClaimableUntil = A.Now };

        var renewed = Tell(lapsed, Renewal(Year2035, 1));

        Assert.Equal((BadgeState.Lapsed, A.Now, Year2035), (renewed.State, renewed.ClaimableUntil, renewed.ExpiresOn));
    }

    private static DateTimeOffset At(int day) => A.Now.AddDays(day);

    private static Badge Tell(Badge badge, params CertificationEvent[] told) =>
        told.Aggregate(badge, (known, one) => AwardChange.Apply(known, one, Window, Later) ?? known);

    private static CertificationEvent Correction(Award award, int day) => new(CertificationEventTypes.Corrected, At(day)) { Award = award };

    private static CertificationEvent Renewal(DateOnly lastDay, int day) =>
        new(CertificationEventTypes.Renewed, At(day)) { Renewal = new AwardRenewal(A.Award().AchievementId, lastDay) };

    private static CertificationEvent Moved(string email, int day) =>
        new(CertificationEventTypes.MemberUpdated, At(day)) { Member = A.Member() with { Email = email } };

    private static CertificationEvent Revocation(int day) =>
        new(CertificationEventTypes.Revoked, At(day)) { Revocation = new AwardRevocation(A.Award().AchievementId, "cheated") };
}
