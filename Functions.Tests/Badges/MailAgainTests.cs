using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

/// <summary>The claim e-mail that somebody asks for again, and the reminders that they want no more of.</summary>
public sealed class MailAgainTests
{
    private static readonly ClaimOptions Claims = new() { Window = TimeSpan.FromDays(365), Reminders = [TimeSpan.FromDays(7), TimeSpan.FromDays(30)] };
    private static readonly DateTimeOffset Later = A.Now.AddHours(1);

    [Fact]
    public void What_was_asked_for_is_sent_at_once_to_the_address_of_the_badge()
    {
        var asked = Asked(A.Badge(), Later)!;

        Assert.Equal(new NextStep(BadgeStep.EmailMember, Later, BadgeState.Pending), BadgeSteps.Next(asked, Claims, Later));
        Assert.Equal((BadgeMail.Again(1), Later), BadgeSteps.MailFor(asked, Claims));
        Assert.Equal((BadgeMailState.NotSent, "maria.rossi@example.org"), (asked.Mails[BadgeMail.Again(1)].State, asked.Mails[BadgeMail.Again(1)].Address));
    }

    [Fact]
    public void It_can_be_asked_for_five_minutes_after_the_last_one_and_no_sooner()
    {
        Assert.Null(Asked(A.Badge(), A.Now.AddMinutes(5).AddTicks(-1)));
        var sent = Sent(Asked(A.Badge(), A.Now.AddMinutes(5))!, 1, A.Now.AddMinutes(5));

        Assert.Null(Asked(sent, A.Now.AddMinutes(10).AddTicks(-1)));
        Assert.NotNull(Asked(sent, A.Now.AddMinutes(10)));
    }

    [Fact]
    public void What_is_due_anyway_is_not_asked_for_once_more()
    {
        var asked = Asked(A.Badge(), Later)!;
        var unsent = A.Badge() with { Mails = BadgeMail.None };
        var changed = A.Badge() with { Revision = 2 };
        var told = changed with { Platform = A.Badge().Platform! with { Revision = 2 } };

        Assert.All([asked, unsent, changed, told], badge => Assert.Null(Asked(badge, Later.AddDays(1))));
    }

    [Theory]
    [InlineData(BadgeState.Issuing)]
    [InlineData(BadgeState.Accepted)]
    [InlineData(BadgeState.Declined)]
    [InlineData(BadgeState.Revoked)]
    [InlineData(BadgeState.Expired)]
    [InlineData(BadgeState.Lapsed)]
    public void Only_a_badge_that_can_be_claimed_is_mailed_again(BadgeState state) => Assert.Null(Asked(A.Badge(state), Later));

    [Fact]
    public void After_the_claim_window_nothing_is_mailed_again() => Assert.Null(Asked(A.Badge(), A.Badge().ClaimableUntil));

    [Fact]
    public void The_five_newest_are_kept_and_the_numbers_go_on()
    {
        var badge = A.Badge();
        for (var number = 1; number <= 12; number++)
        {
            var at = A.Now.AddHours(number);
            badge = Sent(Asked(badge, at)!, number, at);
        }

        Assert.Equal(
            [.. Enumerable.Range(8, 5).Select(BadgeMail.Again)],
            badge.Mails.Values.Where(mail => BadgeMail.IsAgain(mail.Kind)).OrderBy(mail => mail.AttemptedAt).Select(mail => mail.Kind));
        Assert.True(badge.Mails.ContainsKey(BadgeMail.Claim));
    }

    [Fact]
    public void One_that_arrives_makes_an_earlier_bounce_good()
    {
        var bounced = A.Badge().With(new BadgeMail(BadgeMail.Claim, BadgeMailState.Bounced, A.Now) { Attempts = 1 });
        Assert.Equal(BadgeMail.Claim, BadgeSteps.Undelivered(bounced)?.Kind);

        var sent = Sent(Asked(bounced, Later)!, 1, Later);

        Assert.Null(BadgeSteps.Undelivered(sent));
        Assert.Equal(BadgeMail.Reminder(1), BadgeSteps.MailFor(sent, Claims)?.Kind);
        Assert.Equal(BadgeMail.Again(1), BadgeSteps.Undelivered(sent.With(sent.Mails[BadgeMail.Again(1)] with { State = BadgeMailState.Bounced }))?.Kind);
    }

    [Fact]
    public void A_reminder_whose_day_is_over_by_then_is_not_sent_after_it()
    {
        var day = A.Now.AddDays(10);
        var unreminded = A.Badge().With(new BadgeMail(BadgeMail.Reminder(1), BadgeMailState.Sent, A.Now.AddDays(7)));

        Assert.Equal(BadgeMail.Reminder(2), BadgeSteps.MailFor(Sent(Asked(unreminded, day)!, 1, day), Claims)?.Kind);
    }

    [Fact]
    public void What_was_asked_for_before_the_badge_changed_is_left_to_the_e_mail_about_the_change()
    {
        var changed = Asked(A.Badge(), Later)! with { Revision = 2, Platform = A.Badge().Platform! with { Revision = 2 } };

        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(changed, Claims)?.Kind);
        Assert.Equal(BadgeMail.Reminder(1), BadgeSteps.MailFor(changed.With(new BadgeMail(BadgeMail.Update(2), BadgeMailState.Sent, Later)), Claims)?.Kind);
    }

    [Fact]
    public void One_that_was_not_sent_is_tried_again_after_its_pause()
    {
        var failed = Asked(A.Badge(), Later)!.WithProblem(BadgeStep.EmailMember, "SendGrid is down", TimeSpan.FromMinutes(1), Later);

        Assert.Equal((BadgeMail.Again(1), Later.AddMinutes(1)), BadgeSteps.MailFor(failed, Claims));
    }

    [Fact]
    public void Who_wants_no_reminders_gets_none_and_all_other_e_mails()
    {
        var stopped = A.Badge() with { RemindersStoppedAt = Later };

        Assert.Null(BadgeSteps.MailFor(stopped, Claims));
        Assert.NotNull(Asked(stopped, Later));
        Assert.Equal(BadgeMail.Claim, BadgeSteps.MailFor(stopped with { Mails = BadgeMail.None }, Claims)?.Kind);
        var changed = stopped with { Revision = 2, Platform = A.Badge().Platform! with { Revision = 2 } };
        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(changed, Claims)?.Kind);
    }

    private static Badge? Asked(Badge badge, DateTimeOffset now) => BadgeSteps.MailAgain(badge, Claims, now);

    private static Badge Sent(Badge badge, int number, DateTimeOffset at) =>
        badge.With(badge.Mails[BadgeMail.Again(number)] with { State = BadgeMailState.Delivered, Attempts = 1, AttemptedAt = at });
}
