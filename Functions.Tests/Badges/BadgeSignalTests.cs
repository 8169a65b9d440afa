using BadgeFunctions.Functions.Badges;
using Moq;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class BadgeSignalTests
{
    private readonly Mock<DurableTaskClient> _durable = new("BadgeFunctions");
    private readonly BadgeKey _badge = new("M-1", BadgeKey.BadgeIdOf("A-1"));
    private int _looks;

    [Theory]
    [InlineData(BadgeState.Accepted)]
    [InlineData(BadgeState.Revoked)]
    public async Task A_workflow_that_ends_while_its_settled_badge_is_changed_is_started_again(BadgeState before)
    {
        Runs(() => _looks < 8);

        await BadgeSignal.RaiseAsync(_durable.Object, _badge, before, CancellationToken.None);

        VerifyRaised(Times.Once());
        VerifyStarted(Times.Once());
    }

    [Fact]
    public async Task A_workflow_that_goes_on_is_not_started()
    {
        Runs(() => true);

        await BadgeSignal.RaiseAsync(_durable.Object, _badge, BadgeState.Accepted, CancellationToken.None);

        VerifyRaised(Times.Once());
        VerifyStarted(Times.Never());
    }

    [Fact]
    public async Task A_workflow_that_waits_for_its_member_is_told_and_not_watched()
    {
        Runs(() => true);

        await BadgeSignal.RaiseAsync(_durable.Object, _badge, BadgeState.Redirected, CancellationToken.None);

        VerifyRaised(Times.Once());
        Assert.Equal(1, _looks);
    }

    private void Runs(Func<bool> isRunning)
    {
        OrchestrationMetadata Look()
        {
            _looks++;
            return new OrchestrationMetadata(BadgeSignal.Orchestrator, _badge.InstanceId)
            {
                RuntimeStatus = isRunning() ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Completed,
            };
        }

        _durable.Setup(durable => durable.GetInstanceAsync(_badge.InstanceId, It.IsAny<CancellationToken>())).ReturnsAsync(Look);
        _durable.Setup(durable => durable.GetInstanceAsync(_badge.InstanceId, It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync(Look);
    }

    private void VerifyRaised(Times times) => _durable.Verify(
        durable => durable.RaiseEventAsync(_badge.InstanceId, BadgeSignal.BadgeChanged, It.IsAny<CancellationToken>()), times);

    private void VerifyStarted(Times times) => _durable.Verify(
        durable => durable.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()),
        times);
}
