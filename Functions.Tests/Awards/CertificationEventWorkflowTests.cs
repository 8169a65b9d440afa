using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using Moq;

namespace BadgeFunctions.Functions.Tests.Awards;

public sealed class CertificationEventWorkflowTests
{
    private static readonly BadgeKey One = new("m-1", "1");
    private static readonly BadgeKey Two = new("m-1", "2");

    private readonly Mock<TaskOrchestrationContext> _context = new();
    private readonly List<TimeSpan> _pauses = [];
    private readonly Dictionary<BadgeKey, Queue<StepResult>> _updates = new() { [One] = [], [Two] = [] };

    public CertificationEventWorkflowTests()
    {
        _context.Setup(context => context.CallActivityAsync<StepResult>(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .ReturnsAsync((TaskName name, object badge, TaskOptions _) =>
                name.Name == nameof(UpdateOnPlatform) && _updates[(BadgeKey)badge].TryDequeue(out var result) ? result : StepResult.Done(BadgeState.Pending));
        _context.Setup(context => context.CallActivityAsync(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>())).Returns(Task.CompletedTask);
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Callback((DateTime at, CancellationToken _) => _pauses.Add(at - default(DateTime)))
            .Returns(Task.CompletedTask);
        _context.Setup(context => context.CreateTimer(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Callback((TimeSpan pause, CancellationToken _) => _pauses.Add(pause))
            .Returns(Task.CompletedTask);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_badge_that_waits_for_a_moment_does_not_wait_for_one_that_is_refused(bool isRefusedFirst)
    {
        var (refused, waits) = isRefusedFirst ? (One, Two) : (Two, One);
        _updates[refused].Enqueue(new StepResult(StepStatus.Blocked, BadgeState.Pending));
        _updates[waits].Enqueue(new StepResult(StepStatus.TryLater, BadgeState.Pending));

        await RunAsync();

        Assert.Equal([TimeSpan.FromSeconds(15)], _pauses);
    }

    [Fact]
    public async Task Each_round_in_which_nothing_could_be_done_is_followed_by_a_longer_pause()
    {
        foreach (var badge in new[] { One, One, One, Two, Two, Two })
        {
            _updates[badge].Enqueue(new StepResult(StepStatus.TryLater, BadgeState.Pending));
        }

        await RunAsync();

        Assert.Equal([15, 30, 60], _pauses.Select(pause => (int)pause.TotalSeconds));
    }

    [Fact]
    public async Task The_others_are_done_without_a_pause()
    {
        _updates[One].Enqueue(new StepResult(StepStatus.Blocked, BadgeState.Pending));

        await RunAsync();

        Assert.Empty(_pauses);
    }

    private Task RunAsync() => CertificationEventWorkflow.Run(_context.Object, new CertificationFollowUp(null) { Badges = [One, Two] });
}
