using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.Issuing;

/// <summary>What becomes of events, on Microsoft's engine.</summary>
public sealed class BadgeWorkflowEventTests
{
    private readonly Orchestration<BadgeJourney, BadgeState?> _workflow = new(
        async (context, journey) => await BadgeWorkflow.Run(context, journey),
        A.Journey() with { IssueAt = null, State = BadgeState.Pending, Emails = [] },
        A.Now);

    [Fact]
    public void An_event_that_arrives_during_an_activity_is_seen_afterwards()
    {
        _workflow.Turn(_workflow.Raised(BadgeSignals.PlatformStateChanged));
        _workflow.Turn(_workflow.Raised(BadgeSignals.Revoked));
        _workflow.Turn(Synced());

        Assert.Equal(BadgeState.Revoked, _workflow.Output);
    }

    [Fact]
    public void Two_events_of_one_name_during_an_activity_are_both_seen_afterwards()
    {
        _workflow.Turn(_workflow.Raised(BadgeSignals.PlatformStateChanged));
        _workflow.Turn(_workflow.Raised(BadgeSignals.PlatformStateChanged), _workflow.Raised(BadgeSignals.PlatformStateChanged));
        _workflow.Turn(Synced());
        _workflow.Turn(Synced());

        Assert.Equal([nameof(SyncAcceptance), nameof(SyncAcceptance), nameof(SyncAcceptance)], _workflow.Called);
    }

    [Fact]
    public void An_event_before_the_end_of_an_execution_is_seen_by_the_next()
    {
        RunToLastStep();

        _workflow.Turn(_workflow.Raised(BadgeSignals.Revoked));
        _workflow.Turn(Synced());

        Assert.Equal((1, BadgeState.Revoked), (_workflow.NextExecutions, _workflow.Output));
    }

    [Fact]
    public void An_event_that_comes_together_with_the_end_of_an_execution_is_seen_by_the_next()
    {
        RunToLastStep();

        _workflow.Turn(Synced(), _workflow.Raised(BadgeSignals.Revoked));

        Assert.Equal((1, BadgeState.Revoked), (_workflow.NextExecutions, _workflow.Output));
    }

    [Fact]
    public void The_payload_of_an_event_goes_on_into_the_next_execution()
    {
        RunToLastStep();

        _workflow.Turn(_workflow.Raised(BadgeSignals.ClaimRequested, A.Now.AddMinutes(2)));
        _workflow.Turn(Synced());
        _workflow.Turn(_workflow.TimerFired());

        Assert.Equal(nameof(ExpireToken), _workflow.Called[^1]);
    }

    // 16 steps: eight times news of the platform, and reading it.
    private void RunToLastStep()
    {
        for (var i = 1; i <= 8; i++)
        {
            _workflow.Turn(_workflow.Raised(BadgeSignals.PlatformStateChanged));
            if (i < 8)
            {
                _workflow.Turn(Synced());
            }
        }

        Assert.Equal((0, 8), (_workflow.NextExecutions, _workflow.Called.Count));
    }

    private Microsoft.DurableTask.Protobuf.HistoryEvent Synced() =>
        _workflow.Completed(nameof(SyncAcceptance), StepResult.Done(BadgeState.Pending));
}
