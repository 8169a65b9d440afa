using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;

namespace BadgeFunctions.Functions.Tests.Hosting;

public sealed class HostedBadgeTests
{
    private const string Next = "hosted-2";

    private static readonly HostedBadge Pending = A.HostedBadge();

    private static readonly HostedBadge Accepted = Pending.Decided(PlatformState.Accepted, A.Now.AddHours(1))!;

    [Fact]
    public void One_name_alone_is_the_recipient_s_whole_name()
    {
        var badge = A.Badge() with { Recipient = A.Badge().Recipient with { GivenName = "Suharto", FamilyName = "" } };

        Assert.Equal("Suharto", HostedBadge.Of(badge, A.Template(), "digest", A.Now).RecipientName);
    }

    [Fact]
    public void A_decision_is_made_once_and_a_rejection_can_become_an_acceptance()
    {
        var rejected = Pending.Decided(PlatformState.Rejected, A.Now)!;

        Assert.Equal(PlatformState.Rejected, rejected.State);
        Assert.Null(rejected.Decided(PlatformState.Rejected, A.Now));
        Assert.Equal(PlatformState.Accepted, rejected.Decided(PlatformState.Accepted, A.Now)!.State);
        Assert.Null(Accepted.Decided(PlatformState.Rejected, A.Now));
    }

    [Fact]
    public void Nothing_is_decided_about_what_gives_way_was_taken_back_or_is_over()
    {
        var lastDay = new DateOnly(2021, 4, 27);
        var noonOfTheNextDay = new DateTimeOffset(2021, 4, 28, 12, 0, 0, TimeSpan.Zero);

        Assert.Null(Pending.GivenWayTo(Next)!.Decided(PlatformState.Accepted, A.Now));
        Assert.Null(Pending.TakenBack("why", A.Now)!.Decided(PlatformState.Accepted, A.Now));
        Assert.NotNull((Pending with { ExpiresOn = lastDay }).Decided(PlatformState.Accepted, noonOfTheNextDay.AddTicks(-1)));
        Assert.Null((Pending with { ExpiresOn = lastDay }).Decided(PlatformState.Accepted, noonOfTheNextDay));
    }

    [Fact]
    public void It_gives_way_once_to_each_and_not_to_itself()
    {
        Assert.Null(Pending.GivenWayTo(Pending.Id));
        Assert.Null(Pending.GivenWayTo(Next)!.GivenWayTo(Next));
        Assert.Equal("hosted-3", Pending.GivenWayTo(Next)!.GivenWayTo("hosted-3")!.ReplacedBy);
    }

    [Fact]
    public void What_is_taken_back_while_it_gives_way_has_no_successor()
    {
        var revoked = Pending.GivenWayTo(Next)!.TakenBack("why", A.Now.AddHours(2))!;

        Assert.Equal((PlatformState.Revoked, "why", null), (revoked.State, revoked.RevocationReason, revoked.ReplacedBy));
        Assert.Null(revoked.TakenBack("again", A.Now));
    }

    [Fact]
    public void What_succeeds_keeps_what_is_final()
    {
        var next = Pending with { Id = Next };
        var revoked = Accepted.TakenBack("why", A.Now.AddHours(2))!;

        Assert.Equal(PlatformState.Pending, next.Succeeding(Pending.Decided(PlatformState.Rejected, A.Now)!).State);
        Assert.Equal((PlatformState.Accepted, Accepted.StateChangedAt), (next.Succeeding(Accepted).State, next.Succeeding(Accepted).StateChangedAt));
        Assert.Equal((PlatformState.Revoked, "why"), (next.Succeeding(revoked).State, next.Succeeding(revoked).RevocationReason));
    }
}
