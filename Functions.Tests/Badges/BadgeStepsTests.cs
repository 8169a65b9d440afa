using System.Globalization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class BadgeStepsTests
{
    private static readonly ClaimOptions Claims = new() { Window = TimeSpan.FromDays(365), Reminders = [TimeSpan.FromDays(7), TimeSpan.FromDays(30)] };
    private static readonly DateTimeOffset Later = A.Now.AddDays(9);

    [Fact]
    public void A_recorded_badge_is_issued() => Assert.Equal(BadgeStep.IssueBadge, Next(Unsent(BadgeState.Issuing)).Step);

    [Fact]
    public void An_issued_badge_is_mailed() => Assert.Equal(BadgeStep.EmailMember, Next(Unsent(BadgeState.Pending)).Step);

    [Fact]
    public void A_mailed_badge_waits_for_its_next_reminder() =>
        Assert.Equal(new NextStep(BadgeStep.Wait, A.Now.AddDays(7), BadgeState.Pending), Next(A.Badge()));

    [Fact]
    public void Before_a_reminder_the_platform_is_asked_whether_the_member_has_accepted()
    {
        Assert.Equal(BadgeStep.SyncAcceptance, Next(A.Badge(), A.Now.AddDays(7)).Step);
        Assert.Equal(BadgeStep.EmailMember, Next(A.Badge() with { SyncedAt = A.Now.AddDays(7) }, A.Now.AddDays(7)).Step);
    }

    [Fact]
    public void Nobody_is_reminded_at_an_address_that_does_not_exist() =>
        Assert.Equal(A.Badge().ClaimableUntil, Next(Mailed(BadgeMailState.Bounced)).At);

    [Fact]
    public void After_a_reminder_that_came_back_there_is_no_other()
    {
        var reminded = A.Badge().With(Sent(BadgeMail.Reminder(1), A.Now.AddDays(7)) with { State = BadgeMailState.Bounced });

        Assert.Equal(A.Badge().ClaimableUntil, Next(reminded, A.Now.AddDays(8)).At);
    }

    [Fact]
    public void A_reminder_that_came_back_from_an_earlier_address_does_not_count()
    {
        var moved = (A.Badge() with { Revision = 2, Platform = A.Badge().Platform! with { Revision = 2 } })
            .With(Sent(BadgeMail.Reminder(1), A.Now.AddDays(7)) with { State = BadgeMailState.Bounced })
            .With(Sent(BadgeMail.Update(2), A.Now.AddDays(8)));

        Assert.Equal(A.Now.AddDays(30), Next(moved, A.Now.AddDays(8)).At);
    }

    [Fact]
    public void A_reminder_whose_time_came_before_the_first_e_mail_is_not_sent()
    {
        var late = A.Badge().With(new BadgeMail(BadgeMail.Claim, BadgeMailState.Sent, A.Now.AddDays(10)));

        Assert.Equal(A.Now.AddDays(30), Next(late, A.Now.AddDays(10)).At);
    }

    [Fact]
    public void After_all_reminders_the_end_of_the_claim_window_is_waited_for()
    {
        var reminded = A.Badge()
            .With(new BadgeMail(BadgeMail.Reminder(1), BadgeMailState.Sent, A.Now.AddDays(7)))
            .With(new BadgeMail(BadgeMail.Reminder(2), BadgeMailState.Delivered, A.Now.AddDays(30)));

        Assert.Equal(A.Badge().ClaimableUntil, Next(reminded, A.Now.AddDays(31)).At);
    }

    [Fact]
    public void An_e_mail_whose_outcome_is_unknown_is_sent_again_after_some_minutes_and_then_never_more()
    {
        var unknown = A.Badge().With(new BadgeMail(BadgeMail.Claim, BadgeMailState.Sending, A.Now) { Attempts = 1 });

        Assert.Equal(new NextStep(BadgeStep.Wait, A.Now.AddMinutes(5), BadgeState.Pending), Next(unknown));
        Assert.Equal(BadgeStep.EmailMember, Next(unknown, A.Now.AddMinutes(5)).Step);
        Assert.Equal(A.Now.AddDays(7), Next(unknown.With(unknown.Mails[BadgeMail.Claim] with { Attempts = 2 }), A.Now.AddMinutes(5)).At);
    }

    [Fact]
    public void An_e_mail_that_was_not_sent_waits_for_its_pause_while_everything_else_goes_on()
    {
        var refused = Mailed(BadgeMailState.NotSent).WithProblem(BadgeStep.EmailMember, "no", TimeSpan.FromHours(1), A.Now) with
        {
            Token = new LiveToken("x", A.Now.AddMinutes(2)),
            State = BadgeState.TokenIssued,
        };

        Assert.Equal(A.Now.AddMinutes(2), Next(refused).At);
        Assert.Equal(BadgeStep.ExpireToken, Next(refused, A.Now.AddMinutes(2)).Step);
        Assert.Equal(BadgeStep.EmailMember, Next(refused with { Token = null }, A.Now.AddHours(1)).Step);
    }

    [Theory]
    [InlineData(BadgeState.Pending, true)]
    [InlineData(BadgeState.Redirected, true)]
    [InlineData(BadgeState.Declined, true)]
    [InlineData(BadgeState.Accepted, false)]
    [InlineData(BadgeState.Revoked, false)]
    public void At_the_end_of_the_claim_window_an_open_badge_ends(BadgeState state, bool ends)
    {
        var badge = A.Badge(state) with { Platform = A.Badge().Platform! with { State = PlatformState.Revoked } };

        Assert.Equal(ends, Next(badge.With(Sent(BadgeMail.Revoked)), A.Badge().ClaimableUntil).Step is BadgeStep.EndBadge);
    }

    [Theory]
    [InlineData(BadgeState.Pending, true)]
    [InlineData(BadgeState.Accepted, true)]
    [InlineData(BadgeState.Lapsed, true)]
    [InlineData(BadgeState.Expired, false)]
    public void After_its_last_day_a_badge_ends(BadgeState state, bool ends) =>
        Assert.Equal(ends, Next(A.Badge(state) with { ExpiresOn = new DateOnly(2021, 4, 26) }, A.Now.AddDays(2)).Step is BadgeStep.EndBadge);

    [Theory]
    [InlineData("2021-04-25", BadgeStep.EndBadge)]
    [InlineData("2021-04-26", BadgeStep.IssueBadge)]
    public void A_badge_whose_last_day_is_over_before_it_is_issued_ends(string lastDay, BadgeStep expected) => Assert.Equal(
        expected, Next(Unsent(BadgeState.Issuing) with { ExpiresOn = DateOnly.Parse(lastDay, CultureInfo.InvariantCulture) }).Step);

    [Fact]
    public void An_accepted_badge_is_not_waited_for_until_its_last_day() =>
        Assert.Equal(BadgeStep.End, Next(A.Badge(BadgeState.Accepted) with { ExpiresOn = new DateOnly(2031, 4, 26) }).Step);

    [Fact]
    public void News_of_the_platform_is_looked_up_also_of_a_settled_badge()
    {
        var told = A.Badge(BadgeState.Accepted) with { News = new PlatformNews(A.Now, false) };

        Assert.Equal(BadgeStep.SyncAcceptance, Next(told).Step);
        Assert.Equal(A.Now.AddSeconds(15), Next(told.WithProblem(BadgeStep.SyncAcceptance, "down", null, A.Now)).At);
    }

    [Fact]
    public void News_of_a_badge_whose_issuing_waits_ends_the_pause()
    {
        var waiting = Unsent(BadgeState.Issuing).WithProblem(BadgeStep.IssueBadge, "lost", TimeSpan.FromHours(1), A.Now);

        Assert.Equal(BadgeStep.Wait, Next(waiting).Step);
        Assert.Equal(BadgeStep.IssueBadge, Next(waiting with { News = new PlatformNews(A.Now, false) }).Step);
    }

    [Fact]
    public void What_the_certification_system_is_to_be_told_does_not_wait() =>
        Assert.Equal(BadgeStep.NotifyIssuer, Next(A.Badge(BadgeState.Accepted) with { Announcements = [new("msg_1", CallbackTypes.Accepted, A.Now, BadgeState.Accepted)] }).Step);

    [Fact]
    public void Two_steps_that_fail_each_keep_their_own_pause()
    {
        var failing = (A.Badge() with { Revision = 2, News = new PlatformNews(A.Now, false) })
            .WithProblem(BadgeStep.UpdatePlatform, "refused", TimeSpan.FromDays(1), A.Now)
            .WithProblem(BadgeStep.SyncAcceptance, "down", TimeSpan.FromMinutes(1), A.Now);

        Assert.Equal(A.Now.AddMinutes(1), Next(failing).At);
        Assert.Equal(A.Now.AddDays(1), Next(failing.WithoutProblem(BadgeStep.SyncAcceptance) with { News = null }).At);
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 30)]
    [InlineData(5, 240)]
    [InlineData(31, 3600)]
    public void Pauses_double_up_to_an_hour(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BadgeProblem.PauseAfter(failures));

    [Theory]
    [InlineData(BadgeState.Pending, 1, 1, null)]
    [InlineData(BadgeState.Pending, 2, 1, PlatformUpdate.Replace)]
    [InlineData(BadgeState.TokenIssued, 2, 1, PlatformUpdate.Replace)]
    [InlineData(BadgeState.Redirected, 2, 1, PlatformUpdate.Replace)]
    [InlineData(BadgeState.Accepted, 2, 1, PlatformUpdate.Replace)]
    [InlineData(BadgeState.Accepted, 2, 2, null)]
    [InlineData(BadgeState.Declined, 2, 1, null)]
    [InlineData(BadgeState.Lapsed, 2, 1, null)]
    [InlineData(BadgeState.Revoked, 1, 1, PlatformUpdate.Revoke)]
    [InlineData(BadgeState.Revoked, 2, 1, PlatformUpdate.Revoke)]
    public void What_the_platform_does_not_show_yet_is_sent_where_the_badge_is_alive(BadgeState state, int revision, int shown, PlatformUpdate? expected)
    {
        var badge = A.Badge(state) with { Revision = revision, Platform = A.Badge().Platform! with { Revision = shown } };

        Assert.Equal(expected, BadgeSteps.UpdateFor(badge));
        Assert.Equal(expected is not null, Next(badge).Step is BadgeStep.UpdatePlatform);
    }

    [Theory]
    [InlineData(BadgeState.Issuing, 2, 1, null)]
    [InlineData(BadgeState.Revoked, 1, null, null)]
    [InlineData(BadgeState.Revoked, 1, 1, PlatformUpdate.Revoke)]
    public void Before_the_badge_is_known_there_what_was_tried_decides(BadgeState state, int revision, int? tried, PlatformUpdate? expected) =>
        Assert.Equal(expected, BadgeSteps.UpdateFor(A.Badge(state) with { Platform = null, Revision = revision, Attempt = Tried(tried) }));

    [Theory]
    [InlineData("2021-04-25", false)]
    [InlineData("2021-04-26", true)]
    [InlineData(null, true)]
    public void An_expired_badge_is_sent_once_it_is_valid_again(string? lastDay, bool expected)
    {
        var badge = A.Badge(BadgeState.Expired) with { Revision = 2, ExpiresOn = lastDay is null ? null : DateOnly.Parse(lastDay, CultureInfo.InvariantCulture) };

        Assert.Equal(expected, Next(badge).Step is BadgeStep.UpdatePlatform);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void An_answer_is_missing_while_more_was_sent_than_is_shown(int? tried, bool expected) =>
        Assert.Equal(expected, BadgeSteps.IsAnswerMissing(A.Badge() with { Revision = 3, Attempt = Tried(tried) }));

    [Fact]
    public void The_member_is_told_of_a_correction_once_the_platform_shows_it()
    {
        var corrected = A.Badge(BadgeState.Accepted) with { Revision = 2, AcceptedAt = A.Now };

        Assert.Null(BadgeSteps.MailFor(corrected, Claims));
        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(corrected with { Platform = corrected.Platform! with { Revision = 2 } }, Claims)?.Kind);
    }

    [Fact]
    public void Who_never_had_an_e_mail_is_told_once_that_the_platform_accepted_the_badge_by_itself()
    {
        var accepted = Unsent(BadgeState.Accepted) with { Revision = 2, AcceptedAt = A.Now };
        accepted = accepted with { Platform = accepted.Platform! with { Revision = 2 } };

        Assert.Equal(BadgeMail.Accepted, BadgeSteps.MailFor(accepted, Claims)?.Kind);
        var told = accepted.With(Sent(BadgeMail.Accepted, A.Now) with { Revision = 2 });
        Assert.Null(BadgeSteps.MailFor(told, Claims));
        var corrected = told with { Revision = 3, Platform = told.Platform! with { Revision = 3 } };
        Assert.Equal(BadgeMail.Update(3), BadgeSteps.MailFor(corrected, Claims)?.Kind);
        Assert.Null(BadgeSteps.MailFor(A.Badge(BadgeState.Accepted) with { AcceptedAt = A.Now }, Claims));
    }

    [Fact]
    public void A_first_e_mail_that_was_late_and_said_it_already_is_enough()
    {
        var corrected = A.Badge() with { Revision = 2, Platform = A.Badge().Platform! with { Revision = 2 } };

        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(corrected, Claims)?.Kind);
        Assert.Equal(BadgeMail.Reminder(1), BadgeSteps.MailFor(corrected.With(Sent(BadgeMail.Claim) with { Revision = 2 }), Claims)?.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_who_knows_of_a_badge_is_told_that_it_was_revoked(bool isKnown)
    {
        var revoked = (isKnown ? A.Badge(BadgeState.Revoked) : Mailed(BadgeMailState.NotSent) with { State = BadgeState.Revoked }) with
        {
            Platform = A.Badge().Platform! with { State = PlatformState.Revoked },
        };

        Assert.Equal(isKnown ? BadgeStep.EmailMember : BadgeStep.End, Next(revoked).Step);
        Assert.Equal(BadgeStep.End, Next(revoked.With(Sent(BadgeMail.Revoked))).Step);
    }

    [Fact]
    public void A_member_who_has_to_accept_again_is_mailed_once_and_reminded()
    {
        var again = A.Badge() with { AcceptedAt = A.Now, Revision = 2, Platform = A.Badge().Platform! with { Revision = 2 } };

        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(again, Claims)?.Kind);
        Assert.Equal(BadgeMail.Reminder(2), BadgeSteps.MailFor(again.With(Sent(BadgeMail.Update(2), Later)), Claims)?.Kind);
    }

    private static NextStep Next(Badge badge, DateTimeOffset? now = null) => BadgeSteps.Next(badge, Claims, now ?? A.Now);

    private static Badge Unsent(BadgeState state) => A.Badge(state) with
    {
        Platform = state is BadgeState.Issuing ? null : A.Badge().Platform,
        Mails = BadgeMail.None,
    };

    private static Badge Mailed(BadgeMailState state) => A.Badge().With(new BadgeMail(BadgeMail.Claim, state, A.Now));

    private static BadgeMail Sent(string kind, DateTimeOffset? at = null) => new(kind, BadgeMailState.Sent, at ?? A.Now) { Attempts = 1 };

    private static PlatformAttempt? Tried(int? revision) => revision is { } sent ? new PlatformAttempt(A.Now, sent) : null;
}
