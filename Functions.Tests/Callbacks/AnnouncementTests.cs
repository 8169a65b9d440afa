using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class AnnouncementTests
{
    [Theory]
    [InlineData(BadgeEvent.Claimed, "badge.claimed")]
    [InlineData(BadgeEvent.AcceptedOnPlatform, "badge.accepted")]
    [InlineData(BadgeEvent.RejectedOnPlatform, "badge.declined")]
    [InlineData(BadgeEvent.Revoked, "badge.revoked")]
    [InlineData(BadgeEvent.ValidityEnded, "badge.expired")]
    [InlineData(BadgeEvent.ClaimWindowEnded, "badge.lapsed")]
    public void A_change_of_the_state_is_announced_with_its_instant(BadgeEvent happened, string type)
    {
        var after = A.Badge().After(happened, A.Now.AddHours(1))!;

        var announced = Assert.Single(Announcement.Of(A.Badge(), after, A.Now.AddHours(1)));

        Assert.Equal((type, A.Now.AddHours(1), after.State), (announced.Type, announced.At, announced.State));
    }

    [Fact]
    public void A_badge_that_is_accepted_as_soon_as_it_is_issued_is_announced_as_both()
    {
        var issuing = A.Badge(BadgeState.Issuing) with { Platform = null };
        var accepted = issuing.After(BadgeEvent.AcceptedOnPlatform, A.Now)! with { Platform = A.Badge().Platform, AcceptedAt = A.Now };

        var announced = Announcement.Of(issuing, accepted, A.Now);

        Assert.Equal(["badge.issued", "badge.accepted"], announced.Select(one => one.Type));
        Assert.Equal(2, announced.DistinctBy(one => one.Id).Count());
    }

    [Fact]
    public void A_badge_that_another_replaces_on_the_platform_is_announced_as_issued_under_another_id()
    {
        var issued = Assert.Single(Announcement.Of(A.Badge(BadgeState.Pending) with { Platform = null }, A.Badge(), A.Now));
        var replaced = A.Badge() with { Platform = A.Badge().Platform! with { Id = "credly-2" } };

        var again = Assert.Single(Announcement.Of(A.Badge(), replaced, A.Now.AddDays(400)));

        Assert.Equal(issued.Type, again.Type);
        Assert.NotEqual(issued.Id, again.Id);
    }

    [Fact]
    public void A_badge_that_was_found_only_in_order_to_take_it_back_is_not_announced_as_issued()
    {
        var revoked = A.Badge(BadgeState.Revoked) with { Platform = null };

        Assert.Empty(Announcement.Of(revoked, revoked with { Platform = A.Badge().Platform }, A.Now));
    }

    [Fact]
    public void The_announcement_of_a_renewal_has_the_time_of_the_renewal_and_not_that_of_the_acceptance()
    {
        var renewedAt = A.Now.AddDays(400);
        var accepted = A.Badge().After(BadgeEvent.AcceptedOnPlatform, A.Now)! with { AcceptedAt = A.Now };
        var renewed = accepted with { Platform = accepted.Platform! with { Id = "credly-2" } };

        var announced = Assert.Single(Announcement.Of(accepted, renewed, renewedAt));

        Assert.Equal(renewedAt, announced.At);
        Assert.StartsWith(AnnouncementId.Before(renewedAt), announced.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_its_earner_keeps_private_is_not_told()
    {
        var shown = A.Badge().After(BadgeEvent.AcceptedOnPlatform, A.Now)!;
        var hidden = shown with { Platform = shown.Platform! with { IsPublic = false } };

        Assert.Equal(shown.Platform!.PublicUrl, Announcement.Of(A.Badge(), shown, A.Now)[0].PublicUrl);
        Assert.Null(Announcement.Of(A.Badge(), hidden, A.Now)[0].PublicUrl);
    }

    [Fact]
    public void It_says_since_when_the_badge_was_suspended_and_a_suspension_by_itself_is_no_news()
    {
        var suspended = A.Badge() with { Suspension = new Suspension(A.Now.AddDays(-1), "Complaint") };

        Assert.Equal(A.Now.AddDays(-1), Assert.Single(Announcement.Of(suspended, suspended.After(BadgeEvent.Claimed, A.Now)!, A.Now)).SuspendedAt);
        Assert.Null(Announcement.Of(A.Badge(), A.Badge().After(BadgeEvent.Claimed, A.Now)!, A.Now)[0].SuspendedAt);
        Assert.Empty(Announcement.Of(A.Badge(), suspended, A.Now));
    }

    [Fact]
    public void What_is_no_news_to_the_certification_system_is_not_announced()
    {
        var claimed = ClaimDecision.Claim(A.Badge(), "token", A.Now)!;

        Assert.Empty(Announcement.Of(claimed, ClaimDecision.Claim(claimed, "another", A.Now)!, A.Now));
        Assert.Empty(Announcement.Of(claimed, claimed.After(BadgeEvent.TokenExpired, A.Now.AddMinutes(2))!, A.Now));
        Assert.Empty(Announcement.Of(A.Badge(), A.Badge().WithProblem(BadgeStep.IssueBadge, "reason", null, A.Now), A.Now));
    }

    [Fact]
    public void The_same_change_has_the_same_id_and_another_has_another()
    {
        var id = IdOf(BadgeEvent.Claimed, A.Now);

        Assert.True(AnnouncementId.IsId(id));
        Assert.Equal(id, IdOf(BadgeEvent.Claimed, A.Now));
        Assert.NotEqual(id, IdOf(BadgeEvent.Claimed, A.Now.AddTicks(1)));
        Assert.NotEqual(id, IdOf(BadgeEvent.Revoked, A.Now));
    }

    [Fact]
    public void Ids_sort_the_newest_first() =>
        Assert.True(string.CompareOrdinal(IdOf(BadgeEvent.Claimed, A.Now.AddDays(1)), IdOf(BadgeEvent.Claimed, A.Now)) < 0);

    [Theory]
    [InlineData("")]
    [InlineData("msg_0123456789ABCDEF0123456789abcdef")]
    [InlineData("msg_0123456789abcdef0123456789abcde")]
    [InlineData("mxg_0123456789abcdef0123456789abcdef")]
    public void What_has_not_the_form_of_an_id_is_none(string text) => Assert.False(AnnouncementId.IsId(text));

    [Fact]
    public void A_list_comes_back_from_the_row_as_it_was()
    {
        var accepted = A.Badge().After(BadgeEvent.AcceptedOnPlatform, A.Now.AddTicks(1))! with { AcceptedAt = A.Now };
        IReadOnlyList<Announcement> list =
        [
            .. Announcement.Of(A.Badge(), accepted, A.Now),
            Announcement.OfBounce(accepted, new BouncedEmail("reminder-1", "dropped"), A.Now, A.Now.AddMinutes(1)),
        ];

        Assert.Equal(list, AnnouncementList.Read(AnnouncementList.Write(list)));
        Assert.Null(AnnouncementList.Write([]));
        Assert.Empty(AnnouncementList.Read(null));
    }

    [Fact]
    public void A_list_of_a_member_who_never_stops_claiming_fits_into_its_column_and_loses_only_claims()
    {
        var longest = new Uri($"https://credly.example/{new string('a', 2000)}");
        var accepted = A.Badge().After(BadgeEvent.AcceptedOnPlatform, A.Now)! with { AcceptedAt = A.Now, Platform = A.Badge().Platform! with { PublicUrl = longest } };
        var list = AnnouncementList.Add([], Announcement.Of(A.Badge(), accepted, A.Now));
        var suspended = A.Badge() with { Suspension = new Suspension(A.Now.AddTicks(1), "Complaint"), AcceptedAt = A.Now.AddTicks(1) };
        for (var i = 0; i < 300; i++)
        {
            list = AnnouncementList.Add(list, Announcement.Of(suspended, ClaimDecision.Claim(suspended, "token", A.Now.AddMinutes(i))!, A.Now));
        }

        Assert.Equal(AnnouncementList.Most, list.Count);
        Assert.Equal(CallbackTypes.Accepted, list[0].Type);
        Assert.Equal(A.Now.AddMinutes(299), list[^1].At);
        Assert.InRange(AnnouncementList.Write(list)!.Length, 1, 32_000);
    }

    [Fact]
    public void What_is_announced_again_stays_once()
    {
        var list = AnnouncementList.Add([], Announcement.Of(A.Badge(), A.Badge().After(BadgeEvent.Claimed, A.Now)!, A.Now));

        Assert.Equal(list, AnnouncementList.Add(list, list));
    }

    private static string IdOf(BadgeEvent happened, DateTimeOffset at) => Announcement.Of(A.Badge(), A.Badge().After(happened, at)!, at)[0].Id;
}
