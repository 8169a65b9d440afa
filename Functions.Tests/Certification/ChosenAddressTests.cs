using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>A badge that its member sent to an address of their own, and what the certification system says afterwards.</summary>
public sealed class ChosenAddressTests
{
    private const string Private = "maria@private.example";

    private static readonly TimeSpan Window = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset Later = A.Now.AddDays(9);

    private static readonly Account Maria = A.Account() with
    {
        Added = [new AddedAddress(Private, "sha", A.Now) { ConfirmedAt = A.Now }],
    };

    [Fact]
    public void Sending_a_badge_elsewhere_is_the_next_revision_of_it_and_the_e_mail_about_that_goes_there()
    {
        var sent = SendTo(A.Badge(), Private)!;

        Assert.Equal((Private, 2, BadgeChanges.Address, true), (sent.Recipient.Email, sent.Revision, sent.Changes, sent.IsAddressChosen));
        Assert.Equal(PlatformUpdate.Replace, BadgeSteps.UpdateFor(sent));
        Assert.Null(SendTo(sent, Private));
    }

    [Fact]
    public void The_certification_system_s_word_changes_the_name_and_leaves_the_address_that_the_member_has_chosen()
    {
        var sent = SendTo(A.Badge(), Private)!;

        var told = Tell(sent, A.Member() with { FamilyName = "Bianchi", Email = "maria@employer.example" });

        Assert.Equal(("Bianchi", Private, 3), (told.Recipient.FamilyName, told.Recipient.Email, told.Revision));
    }

    [Fact]
    public void Another_address_of_the_certification_system_s_does_not_have_the_badge_issued_anew()
    {
        var sent = SendTo(A.Badge(), Private)!;

        var told = Tell(sent, A.Member() with { Email = "maria@employer.example" });

        Assert.Equal((sent.Revision, Private), (told.Revision, told.Recipient.Email));
    }

    [Fact]
    public void A_correction_leaves_the_chosen_address_too()
    {
        var sent = SendTo(A.Badge(), Private)!;
        var correction = new CertificationEvent(CertificationEventTypes.Corrected, A.Now.AddDays(1))
        {
            Award = A.Award() with { AwardedOn = new DateOnly(2021, 4, 25) },
        };

        var told = AwardChange.Apply(sent, correction, Window, Later)!;

        Assert.Equal((Private, new DateOnly(2021, 4, 25)), (told.Recipient.Email, told.AwardedOn));
    }

    [Fact]
    public void Back_at_the_certification_system_s_address_a_badge_follows_its_word_again()
    {
        var back = SendTo(SendTo(A.Badge(), Private)!, A.Member().Email)!;

        Assert.False(back.IsAddressChosen);
        Assert.Equal("maria@employer.example", Tell(back, A.Member() with { Email = "maria@employer.example" }).Recipient.Email);
    }

    [Fact]
    public void A_badge_at_an_address_that_was_removed_goes_where_new_badges_go()
    {
        var sent = SendTo(A.Badge(), Private)!;

        var followed = AwardChange.Follow(sent, A.Account(), Window, Later)!;

        Assert.Equal((A.Member().Email, 3, false), (followed.Recipient.Email, followed.Revision, followed.IsAddressChosen));
        Assert.Null(AwardChange.Follow(sent, Maria, Window, Later));
        Assert.Null(AwardChange.Follow(A.Badge(), A.Account(A.Member() with { Email = "other@example.org" }), Window, Later));
    }

    [Fact]
    public void An_accepted_badge_at_an_address_that_was_removed_is_mailed_about_elsewhere_and_not_issued_anew()
    {
        var accepted = SendTo(A.Badge(), Private)! with { State = BadgeState.Accepted };

        var followed = AwardChange.Follow(accepted, A.Account(), Window, Later)!;

        Assert.Equal((A.Member().Email, accepted.Revision), (followed.Recipient.Email, followed.Revision));
    }

    [Fact]
    public void A_badge_that_is_refused_at_an_address_is_issued_at_another_one_at_once()
    {
        var refused = (A.Badge(BadgeState.Issuing) with { Platform = null })
            .WithProblem(BadgeStep.IssueBadge, "taken", TimeSpan.FromDays(1), A.Now, BadgeBlock.Duplicate);

        var sent = SendTo(refused, Private)!;

        Assert.Null(sent.Block);
        Assert.Equal(BadgeStep.IssueBadge, BadgeSteps.Next(sent, new ClaimOptions(), Later).Step);
    }

    private static Badge? SendTo(Badge badge, string address) => AwardChange.SendTo(badge, Maria, address, Window, Later);

    private static Badge Tell(Badge badge, Member member) => AwardChange.Apply(
        badge, new CertificationEvent(CertificationEventTypes.MemberUpdated, A.Now.AddDays(1)) { Member = member }, Window, Later)!;
}
