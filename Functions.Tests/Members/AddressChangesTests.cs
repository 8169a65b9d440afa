using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Tests.Members;

public sealed class AddressChangesTests
{
    private const string Private = "maria@private.example";

    private static readonly DateTimeOffset Expired = A.Now + AddressChanges.LinkLifetime;

    [Fact]
    public void An_address_is_nobody_s_before_its_link_was_used()
    {
        var asked = AddressChanges.Ask(A.Account(), Private, "sha", A.Now);

        Assert.False(asked.Has(Private));
        Assert.True(AddressChanges.Confirm(asked, "sha", A.Now)!.Has("Maria@PRIVATE.example"));
    }

    [Fact]
    public void A_link_works_once_and_in_time_and_until_there_is_a_newer_one()
    {
        var asked = AddressChanges.Ask(A.Account(), Private, "sha", A.Now);

        Assert.Null(AddressChanges.Confirm(asked, "other", A.Now));
        Assert.Null(AddressChanges.Confirm(asked, "sha", Expired));
        Assert.Null(AddressChanges.Confirm(AddressChanges.Confirm(asked, "sha", A.Now)!, "sha", A.Now));
        Assert.Null(AddressChanges.Confirm(AddressChanges.Ask(asked, "MARIA@private.example", "newer", A.Now), "sha", A.Now));
    }

    [Theory]
    [InlineData("maria+badges@private.example", null)]
    [InlineData("MARIA@PRIVATE.EXAMPLE", null)]
    [InlineData("maria@bücher.example", null)]
    [InlineData("Maria.Rossi@EXAMPLE.org", AddressRefusal.Known)]
    [InlineData("maria@work@example.org", AddressRefusal.NoAddress)]
    [InlineData("<script>@example.org", AddressRefusal.NoAddress)]
    [InlineData("", AddressRefusal.NoAddress)]
    internal void An_address_is_refused_when_it_is_none_or_the_member_s_already(string address, AddressRefusal? refusal) =>
        Assert.Equal(refusal, AddressChanges.RefusalOf(A.Account(), address, A.Now));

    [Fact]
    public void Two_spellings_of_a_domain_are_one_address() => Assert.Equal(
        AddressRefusal.Known, AddressChanges.RefusalOf(With("maria@bücher.example"), "maria@xn--bcher-kva.example", A.Now));

    [Fact]
    public void Ten_addresses_can_be_added_and_those_that_nobody_confirmed_in_time_do_not_count()
    {
        var full = Enumerable.Range(0, AddressChanges.MostAdded).Aggregate(
            A.Account(), (account, number) => AddressChanges.Ask(account, $"maria{number}@private.example", $"sha{number}", A.Now));

        Assert.Equal(AddressRefusal.TooMany, AddressChanges.RefusalOf(full, Private, A.Now));
        Assert.False(AddressChanges.IsRoomFor(full, A.Now));
        // Another link to one that waits is no further address.
        Assert.Null(AddressChanges.RefusalOf(full, "maria3@private.example", A.Now));
        Assert.Null(AddressChanges.RefusalOf(full, Private, Expired));
        Assert.Equal([Private], AddressChanges.Ask(full, Private, "sha", Expired).Added.Select(added => added.Email));
    }

    [Fact]
    public void The_certification_system_s_address_cannot_be_removed_also_when_the_member_has_added_it_before()
    {
        var moved = With(Private).With(A.Member() with { Email = Private });

        Assert.Null(AddressChanges.Remove(moved, Private, A.Now));
        Assert.Null(AddressChanges.Remove(A.Account(), A.Member().Email, A.Now));
    }

    [Fact]
    public void A_primary_address_that_is_removed_leaves_the_certification_system_s_one()
    {
        var chosen = AddressChanges.Choose(With(Private), "MARIA@private.example")!;

        Assert.True(EmailAddress.AreSame(Private, chosen.Primary));
        Assert.Equal(A.Member().Email, AddressChanges.Remove(chosen, Private, A.Now)!.Primary);
    }

    [Fact]
    public void Only_an_address_that_is_the_member_s_can_be_the_primary_one()
    {
        Assert.Null(AddressChanges.Choose(AddressChanges.Ask(A.Account(), Private, "sha", A.Now), Private));
        Assert.Null(AddressChanges.Choose(A.Account(), A.Member().Email));
    }

    [Fact]
    public void The_certification_system_s_address_as_the_primary_one_is_followed_when_it_changes()
    {
        var back = AddressChanges.Choose(AddressChanges.Choose(With(Private), Private)!, A.Member().Email)!;

        Assert.Equal("new@example.org", back.With(A.Member() with { Email = "new@example.org" }).Primary);
    }

    [Fact]
    public void Addresses_for_the_Credly_profile_are_those_of_badges_on_Credly_when_there_is_more_than_one()
    {
        var first = A.Badge();
        var other = first with { Recipient = first.Recipient with { Email = Private } };

        Assert.Equal([first.Recipient.Email, Private], IssuedAddresses.OnCredly([first, other, other]));
        Assert.Empty(IssuedAddresses.OnCredly([first, first]));
        Assert.Empty(IssuedAddresses.OnCredly([first, other with { State = BadgeState.Revoked }]));
        Assert.Empty(IssuedAddresses.OnCredly([first, other with { PlatformName = PlatformName.OpenBadges }]));
    }

    [Fact]
    public void An_accepted_badge_was_issued_to_the_address_that_the_platform_has()
    {
        var moved = A.Badge(BadgeState.Accepted) with
        {
            Recipient = A.Badge().Recipient with { Email = "new@example.org" },
            Platform = A.Badge().Platform! with { Email = "old@example.org" },
        };

        Assert.Equal("old@example.org", IssuedAddresses.ToShow(moved, A.Account(A.Member() with { Email = "new@example.org" })));
        Assert.Null(IssuedAddresses.ToShow(A.Badge(), A.Account()));
        Assert.Equal(A.Member().Email, IssuedAddresses.ToShow(A.Badge(), With(Private)));
    }

    private static Account With(string address) => A.Account() with
    {
        Added = [new AddedAddress(address, "sha", A.Now) { ConfirmedAt = A.Now }],
    };
}
