using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.Issuing;

public sealed class BadgeWorkflowTests
{
    private readonly WorkflowContext _context = new(A.Now);

    [Fact]
    public async Task A_new_badge_is_recorded_issued_and_mailed_then_the_member_is_waited_for()
    {
        _context.Answers(nameof(IssueOnPlatform), StepResult.Done(BadgeState.Pending));
        _context.Answers(nameof(SendBadgeEmail), StepResult.Done(BadgeState.Pending));
        _context.StopsWhenItWaits();

        await _context.RunAsync(A.Journey());

        Assert.Equal([nameof(RecordBadge), nameof(IssueOnPlatform), nameof(SendBadgeEmail)], _context.Called);
        Assert.Equal(A.Now.AddDays(7), _context.WaitingUntil);
    }

    [Fact]
    public async Task An_auto_accepted_badge_needs_no_claim_and_no_email()
    {
        _context.Answers(nameof(IssueOnPlatform), StepResult.Done(BadgeState.Accepted));

        var state = await _context.RunAsync(A.Journey());

        Assert.Equal(BadgeState.Accepted, state);
        Assert.DoesNotContain(nameof(SendBadgeEmail), _context.Called);
        Assert.Null(_context.NextLife);
    }

    [Fact]
    public async Task While_the_platform_is_down_the_badge_waits_and_is_tried_again()
    {
        _context.Answers(nameof(IssueOnPlatform), new StepResult(StepStatus.TryLater, BadgeState.Issuing, TimeSpan.FromSeconds(40)));
        _context.StopsWhenItWaits();

        await _context.RunAsync(A.Journey());

        Assert.Equal(A.Now.AddSeconds(40), _context.WaitingUntil);
    }

    [Fact]
    public async Task A_claim_whose_two_minutes_pass_is_pending_again()
    {
        _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2));
        _context.TimerFires();
        _context.Answers(nameof(ExpireToken), BadgeState.Pending);
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting());

        Assert.Equal([nameof(ExpireToken)], _context.Called);
    }

    [Fact]
    public async Task A_redeemed_token_is_not_expired()
    {
        _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2));
        _context.Raises(BadgeSignals.TokenRedeemed, A.Now.AddMinutes(2));
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting());

        Assert.Empty(_context.Called);
        Assert.Equal(A.Now.AddDays(7), _context.WaitingUntil);
    }

    [Fact]
    public async Task A_late_signal_of_an_older_token_leaves_the_newer_one_alone()
    {
        _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2));
        _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(3));
        _context.Raises(BadgeSignals.TokenReleased, A.Now.AddMinutes(2));
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting());

        Assert.Equal(A.Now.AddMinutes(3), _context.WaitingUntil);
    }

    [Fact]
    public async Task An_acceptance_on_the_platform_ends_the_workflow()
    {
        _context.Raises(BadgeSignals.PlatformStateChanged, null);
        _context.Answers(nameof(SyncAcceptance), StepResult.Done(BadgeState.Accepted));

        Assert.Equal(BadgeState.Accepted, await _context.RunAsync(Waiting()));
        Assert.Equal([nameof(SyncAcceptance)], _context.Called);
    }

    [Fact]
    public async Task An_acceptance_that_is_reported_while_the_token_is_live_counts()
    {
        _context.RaisesTogether(
            (BadgeSignals.ClaimRequested, A.Now.AddMinutes(2)), (BadgeSignals.PlatformStateChanged, null));
        _context.Answers(nameof(SyncAcceptance), StepResult.Done(BadgeState.Accepted));

        Assert.Equal(BadgeState.Accepted, await _context.RunAsync(Waiting()));
    }

    [Fact]
    public async Task A_platform_that_cannot_be_read_is_read_again_later()
    {
        _context.Raises(BadgeSignals.PlatformStateChanged, null);
        _context.Answers(nameof(SyncAcceptance), new StepResult(StepStatus.TryLater, BadgeState.Redirected));
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting());

        Assert.Equal(A.Now.AddSeconds(15), _context.WaitingUntil);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_badge_that_the_platform_says_is_accepted()
    {
        _context.TimerFires();
        _context.Answers(nameof(SyncAcceptance), StepResult.Done(BadgeState.Accepted));

        Assert.Equal(BadgeState.Accepted, await _context.RunAsync(Waiting()));
        Assert.Equal([nameof(SyncAcceptance)], _context.Called);
    }

    [Fact]
    public async Task A_reminder_is_sent_also_when_the_platform_cannot_be_read()
    {
        _context.TimerFires();
        _context.Answers(nameof(SyncAcceptance), new StepResult(StepStatus.TryLater, BadgeState.Pending));
        _context.Answers(nameof(SendBadgeEmail), StepResult.Done(BadgeState.Pending));
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting());

        Assert.Equal([nameof(SyncAcceptance), nameof(SendBadgeEmail)], _context.Called);
    }

    [Fact]
    public async Task An_email_that_was_refused_does_not_keep_the_member_from_claiming()
    {
        _context.Answers(nameof(SendBadgeEmail), new StepResult(StepStatus.Blocked, BadgeState.Pending));
        _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2));
        _context.StopsWhenItWaits();

        await _context.RunAsync(Waiting() with { Emails = A.Journey().Emails });

        Assert.Equal(A.Now.AddMinutes(2), _context.WaitingUntil);
    }

    [Fact]
    public async Task At_the_end_of_the_claim_window_the_badge_lapses()
    {
        _context.TimerFires();
        _context.Answers(nameof(LapseBadge), BadgeState.Lapsed);

        Assert.Equal(BadgeState.Lapsed, await _context.RunAsync(Waiting() with { Emails = [] }));
    }

    [Fact]
    public async Task A_revocation_ends_the_workflow_at_once()
    {
        _context.Raises(BadgeSignals.Revoked, null);

        Assert.Equal(BadgeState.Revoked, await _context.RunAsync(Waiting()));
        Assert.Empty(_context.Called);
    }

    [Fact]
    public async Task An_administrator_s_retry_issues_at_once()
    {
        _context.Raises(BadgeSignals.RetryRequested, null);
        _context.Answers(nameof(IssueOnPlatform), StepResult.Done(BadgeState.Accepted));

        var state = await _context.RunAsync(A.Journey() with { IssueAt = A.Now.AddDays(1), Failures = 3 });

        Assert.Equal(BadgeState.Accepted, state);
    }

    [Fact]
    public async Task However_often_a_member_tries_the_history_begins_anew()
    {
        for (var i = 0; i < 40; i++)
        {
            _context.Raises(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2));
        }

        await _context.RunAsync(Waiting());

        Assert.Equal(A.Now.AddMinutes(2), _context.NextLife!.TokenExpiresAt);
    }

    private static BadgeJourney Waiting() => A.Journey() with
    {
        IssueAt = null,
        State = BadgeState.Pending,
        Emails = [new PlannedEmail(PlannedEmail.Reminder(1), A.Now.AddDays(7))],
    };
}
