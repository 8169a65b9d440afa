using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;

namespace BadgeFunctions.Functions.Tests.Workflow;

public sealed class PlatformSyncTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset Later = A.Now.AddDays(9);
    private static readonly DateOnly Over = new(2021, 5, 1);
    private static readonly DateOnly StillOn = new(2031, 5, 1);

    [Theory]
    [InlineData(BadgeState.Issuing, PlatformState.Pending, BadgeState.Pending)]
    [InlineData(BadgeState.Issuing, PlatformState.Accepted, BadgeState.Accepted)]
    [InlineData(BadgeState.Issuing, PlatformState.Rejected, BadgeState.Declined)]
    [InlineData(BadgeState.Issuing, PlatformState.Revoked, BadgeState.Revoked)]
    [InlineData(BadgeState.TokenIssued, PlatformState.Pending, BadgeState.TokenIssued)]
    [InlineData(BadgeState.Redirected, PlatformState.Accepted, BadgeState.Accepted)]
    [InlineData(BadgeState.Redirected, PlatformState.Rejected, BadgeState.Declined)]
    [InlineData(BadgeState.Declined, PlatformState.Accepted, BadgeState.Accepted)]
    [InlineData(BadgeState.Lapsed, PlatformState.Accepted, BadgeState.Accepted)]
    [InlineData(BadgeState.Lapsed, PlatformState.Pending, BadgeState.Lapsed)]
    [InlineData(BadgeState.Accepted, PlatformState.Revoked, BadgeState.Revoked)]
    [InlineData(BadgeState.Expired, PlatformState.Accepted, BadgeState.Expired)]
    [InlineData(BadgeState.Expired, PlatformState.Revoked, BadgeState.Revoked)]
    [InlineData(BadgeState.Revoked, PlatformState.Accepted, BadgeState.Revoked)]
    public void What_is_seen_of_the_same_badge_moves_its_row(BadgeState state, PlatformState seen, BadgeState expected) =>
        Assert.Equal(expected, Read(A.Badge(state), Seen("credly-1", seen)).State);

    [Theory]
    [InlineData(BadgeState.Pending, PlatformState.Pending, BadgeState.Pending)]
    [InlineData(BadgeState.Redirected, PlatformState.Pending, BadgeState.Redirected)]
    [InlineData(BadgeState.Accepted, PlatformState.Accepted, BadgeState.Accepted)]
    [InlineData(BadgeState.Accepted, PlatformState.Pending, BadgeState.Pending)]
    [InlineData(BadgeState.Declined, PlatformState.Pending, BadgeState.Pending)]
    [InlineData(BadgeState.Lapsed, PlatformState.Pending, BadgeState.Pending)]
    [InlineData(BadgeState.Revoked, PlatformState.Pending, BadgeState.Revoked)]
    public void What_took_the_badge_s_place_may_have_to_be_accepted_anew(BadgeState state, PlatformState seen, BadgeState expected)
    {
        Assert.Equal(expected, Read(A.Badge(state), Seen("credly-2", seen)).State);
        Assert.Equal(expected, Answer(A.Badge(state) with { Revision = 2 }, Seen("credly-2", seen)).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_has_to_be_accepted_anew_can_be_claimed_for_the_whole_window_again(bool isOurs)
    {
        var lapsed = A.Badge(BadgeState.Lapsed) with { ClaimableUntil = A.Now, Revision = isOurs ? 2 : 1 };

        var after = isOurs ? Answer(lapsed, Seen("credly-2", PlatformState.Pending)) : Read(lapsed, Seen("credly-2", PlatformState.Pending));

        Assert.Equal((BadgeState.Pending, Later + Window), (after.State, after.ClaimableUntil));
    }

    [Fact]
    public void What_somebody_put_in_its_place_on_the_platform_begins_a_revision_of_which_the_member_is_told()
    {
        var after = Read(A.Badge(BadgeState.Accepted), Seen("credly-2", PlatformState.Pending));

        Assert.Equal((2, 2), (after.Revision, after.Platform!.Revision));
        Assert.Equal(BadgeMail.Update(2), BadgeSteps.MailFor(after with { AcceptedAt = A.Now }, new ClaimOptions())?.Kind);
    }

    [Fact]
    public void A_change_of_ours_that_waits_is_sent_also_when_somebody_replaced_the_badge_meanwhile()
    {
        var waiting = A.Badge(BadgeState.Accepted) with { Revision = 2, Attempt = new PlatformAttempt(A.Now, 1) };

        var after = Read(waiting, Seen("credly-2", PlatformState.Pending));

        Assert.Equal((2, (PlatformUpdate?)PlatformUpdate.Replace), (after.Revision, BadgeSteps.UpdateFor(after)));
    }

    [Fact]
    public void Another_badge_that_is_read_after_a_lost_answer_shows_what_was_sent()
    {
        var sent = A.Badge(BadgeState.Accepted) with { Revision = 3, Attempt = new PlatformAttempt(A.Now, 2) };

        var after = Read(sent, Seen("credly-2", PlatformState.Accepted));

        Assert.Equal((3, 2, (PlatformUpdate?)PlatformUpdate.Replace), (after.Revision, after.Platform!.Revision, BadgeSteps.UpdateFor(after)));
    }

    [Fact]
    public void An_expired_badge_lives_again_once_it_is_valid_and_not_before()
    {
        var expired = A.Badge(BadgeState.Expired) with { Revision = 2, AcceptedAt = A.Now };

        Assert.Equal(BadgeState.Expired, Answer(expired with { ExpiresOn = Over }, Seen("credly-2", PlatformState.Accepted)).State);
        Assert.Equal(BadgeState.Expired, Read(expired with { ExpiresOn = Over }, Seen("credly-2", PlatformState.Pending)).State);
        Assert.Equal(BadgeState.Accepted, Answer(expired with { ExpiresOn = StillOn }, Seen("credly-2", PlatformState.Accepted)).State);
        Assert.Equal(BadgeState.Pending, Answer(expired with { ExpiresOn = StillOn }, Seen("credly-2", PlatformState.Pending)).State);
    }

    [Fact]
    public void An_answer_whose_attempt_was_taken_off_meanwhile_is_written_down_all_the_same()
    {
        var revoked = A.Badge(BadgeState.Revoked) with { Platform = null, Attempt = null };

        var after = PlatformSync.Apply(revoked, Seen("credly-1", PlatformState.Pending), 1, Window, Later);

        Assert.Equal(("credly-1", null, (PlatformUpdate?)PlatformUpdate.Revoke), (after.Platform!.Id, after.Attempt, BadgeSteps.UpdateFor(after)));
    }

    [Theory]
    [InlineData(BadgeStep.UpdatePlatform, BadgeState.Accepted, 2, true)]
    [InlineData(BadgeStep.UpdatePlatform, BadgeState.Accepted, 1, false)]
    [InlineData(BadgeStep.IssueBadge, BadgeState.Pending, 1, false)]
    [InlineData(BadgeStep.EmailMember, BadgeState.Pending, 1, true)]
    [InlineData(BadgeStep.EmailMember, BadgeState.Accepted, 1, false)]
    [InlineData(BadgeStep.EmailMember, BadgeState.Revoked, 1, true)]
    public void Only_problems_whose_step_is_still_needed_are_kept(BadgeStep step, BadgeState state, int revision, bool isKept)
    {
        var mails = A.Badge().Mails.SetItem(BadgeMail.Reminder(1), new BadgeMail(BadgeMail.Reminder(1), BadgeMailState.NotSent, A.Now));
        var waiting = (A.Badge(state) with { Revision = revision, Mails = mails }).WithProblem(step, "refused", null, A.Now);

        Assert.Equal(
            isKept ? waiting.Problem : null,
            BadgeSteps.WithoutOldProblems(waiting, new ClaimOptions { Reminders = [TimeSpan.FromDays(1)] }).Problem);
    }

    private static PlatformSnapshot Seen(string id, PlatformState state, bool isPublic = true) =>
        new(A.Badge().Platform! with { Id = id, State = state, IsPublic = isPublic }, A.Now);

    private static Badge Read(Badge badge, PlatformSnapshot seen) => PlatformSync.Apply(badge, seen, null, Window, Later);

    private static Badge Answer(Badge badge, PlatformSnapshot seen) =>
        PlatformSync.Apply(badge, seen, badge.Revision, Window, Later);
}
