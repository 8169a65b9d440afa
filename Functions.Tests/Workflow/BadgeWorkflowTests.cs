using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Workflow;
using Microsoft.DurableTask.Protobuf;

namespace BadgeFunctions.Functions.Tests.Workflow;

/// <summary>What the orchestrator does with what its activities answer and with events, on Microsoft's engine.</summary>
public sealed class BadgeWorkflowTests
{
    private static readonly NextStep Waiting = new(BadgeStep.Wait, A.Now.AddDays(2), BadgeState.Pending);

    public static TheoryData<BadgeStep, string> Steps => new()
    {
        { BadgeStep.IssueBadge, nameof(IssueBadge) },
        { BadgeStep.EmailMember, nameof(EmailMember) },
        { BadgeStep.ExpireToken, nameof(ExpireToken) },
        { BadgeStep.SyncAcceptance, nameof(SyncAcceptance) },
        { BadgeStep.UpdatePlatform, nameof(UpdatePlatform) },
        { BadgeStep.EndBadge, nameof(EndBadge) },
        { BadgeStep.NotifyIssuer, nameof(NotifyIssuer) },
    };

    [Fact]
    public void A_new_badge_is_issued_and_mailed_and_the_certification_system_is_notified_then_the_member_is_waited_for()
    {
        var workflow = Begin(A.Start());

        workflow.Turn(Answered(workflow, nameof(IssueBadge), Due(BadgeStep.EmailMember)));
        workflow.Turn(Answered(workflow, nameof(EmailMember), Due(BadgeStep.NotifyIssuer)));
        workflow.Turn(Answered(workflow, nameof(NotifyIssuer), Waiting));
        workflow.Turn(workflow.TimerFired());

        Assert.Equal([nameof(IssueBadge), nameof(EmailMember), nameof(NotifyIssuer), nameof(SyncAcceptance)], workflow.Called);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_step_is_the_activity_of_its_name(BadgeStep due, string activity)
    {
        var workflow = Looking();

        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Due(due)));

        Assert.Equal(activity, workflow.Called[^1]);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_activity_that_is_lost_with_its_worker_is_tried_again(BadgeStep due, string activity)
    {
        var workflow = Looking();
        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Due(due)));

        workflow.Turn(workflow.Lost(activity));
        workflow.Turn(workflow.TimerFired());
        workflow.Turn(Answered(workflow, activity, new NextStep(BadgeStep.End, null, BadgeState.Accepted)));

        Assert.Equal(BadgeState.Accepted, workflow.Output);
        Assert.Equal([nameof(SyncAcceptance), activity, activity], workflow.Called);
    }

    [Fact]
    public void A_settled_badge_of_which_nothing_is_due_ends_the_workflow()
    {
        var workflow = Looking();

        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), new NextStep(BadgeStep.End, null, BadgeState.Accepted)));

        Assert.Equal(BadgeState.Accepted, workflow.Output);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_change_that_comes_during_an_activity_is_looked_at_also_when_the_badge_is_settled_by_then(BadgeStep due, string activity)
    {
        var workflow = Looking();
        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Due(due)));
        var before = workflow.Called.Count;

        workflow.Turn(workflow.Raised(BadgeSignal.BadgeChanged));
        workflow.Turn(Answered(workflow, activity, new NextStep(BadgeStep.End, null, BadgeState.Accepted)));

        Assert.Null(workflow.Output);
        Assert.Equal((before + 1, nameof(SyncAcceptance)), (workflow.Called.Count, workflow.Called[^1]));
    }

    [Fact]
    public void Several_changes_at_once_are_one_look()
    {
        var workflow = Looking();
        workflow.Turn(workflow.Raised(BadgeSignal.BadgeChanged), workflow.Raised(BadgeSignal.BadgeChanged), workflow.Raised(BadgeSignal.BadgeChanged));

        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Waiting));
        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Waiting));

        Assert.Equal([nameof(SyncAcceptance), nameof(SyncAcceptance)], workflow.Called);
    }

    [Fact]
    public void A_change_while_nothing_is_due_is_looked_at()
    {
        var workflow = Looking();
        workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Waiting));

        workflow.Turn(workflow.Raised(BadgeSignal.BadgeChanged));

        Assert.Equal([nameof(SyncAcceptance), nameof(SyncAcceptance)], workflow.Called);
    }

    [Fact]
    public void However_often_a_badge_changes_the_history_begins_again_with_a_look()
    {
        var workflow = Looking();
        for (var i = 0; i < 40; i++)
        {
            workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Waiting));
            workflow.Turn(workflow.Raised(BadgeSignal.BadgeChanged));
        }

        Assert.InRange(workflow.NextExecutions, 2, 4);
        Assert.Equal(BadgeState.Lapsed, End(workflow, BadgeState.Lapsed));
    }

    [Fact]
    public void A_change_that_comes_with_the_end_of_an_execution_is_looked_at_by_the_next()
    {
        var workflow = Looking();
        while (workflow.NextExecutions == 0)
        {
            workflow.Turn(Answered(workflow, nameof(SyncAcceptance), Due(BadgeStep.SyncAcceptance)), workflow.Raised(BadgeSignal.BadgeChanged));
        }

        Assert.Equal(BadgeState.Revoked, End(workflow, BadgeState.Revoked));
    }

    private static Orchestration<BadgeStart, BadgeState?> Begin(BadgeStart start) => new(
        async (context, input) => await BadgeWorkflow.Run(context, input), start, A.Now);

    private static Orchestration<BadgeStart, BadgeState?> Looking() => Begin(new BadgeStart(A.Award().Badge, null));

    // A change that came meanwhile takes one look more.
    private static BadgeState? End(Orchestration<BadgeStart, BadgeState?> workflow, BadgeState state)
    {
        for (var looks = 0; looks < 2 && workflow.Output is null; looks++)
        {
            workflow.Turn(Answered(workflow, nameof(SyncAcceptance), new NextStep(BadgeStep.End, null, state)));
        }

        return workflow.Output;
    }

    private static NextStep Due(BadgeStep step) => new(step, A.Now, BadgeState.Pending);

    private static HistoryEvent Answered(Orchestration<BadgeStart, BadgeState?> workflow, string activity, NextStep next) =>
        workflow.Completed(activity, next);
}
