using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace BadgeFunctions.Functions.Tests.Workflow;

public sealed class PurgeEndedWorkflowsTests
{
    private readonly Mock<DurableTaskClient> _durable = new("BadgeFunctions");
    private readonly List<PurgeInstancesFilter> _filters = [];
    private readonly Queue<PurgeResult> _results = [];

    public PurgeEndedWorkflowsTests() =>
        _durable.Setup(durable => durable.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>()))
            .Callback((PurgeInstancesFilter filter, CancellationToken _) => _filters.Add(filter))
            .ReturnsAsync(() => _results.TryDequeue(out var result) ? result : new PurgeResult(0, true));

    [Fact]
    public async Task Each_status_is_kept_for_its_retention_after_the_longest_life_that_a_badge_can_have()
    {
        await RunAsync();

        Assert.Equal(
            [(A.Now.AddDays(-365 - 30), "Completed Terminated"), (A.Now.AddDays(-365 - 180), "Failed")],
            _filters.Select(filter => (filter.CreatedTo!.Value, string.Join(' ', filter.Statuses!))));
    }

    // Without a beginning the Functions host's answer is an error; without a timeout its caller stops waiting.
    [Fact]
    public async Task Every_purge_has_a_beginning_and_a_timeout()
    {
        await RunAsync();

        Assert.All(_filters, filter => Assert.Equal(DateTimeOffset.MinValue, filter.CreatedFrom));
        Assert.All(_filters, filter => Assert.InRange(filter.Timeout!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(99)));
    }

    [Fact]
    public async Task A_purge_that_runs_out_of_time_is_asked_for_again_until_it_is_complete()
    {
        _results.Enqueue(new PurgeResult(500, false));
        _results.Enqueue(new PurgeResult(500, false));
        _results.Enqueue(new PurgeResult(7, true));

        await RunAsync();

        Assert.Equal(3, _filters.Count(filter => filter.Statuses!.Contains(OrchestrationRuntimeStatus.Completed)));
        Assert.Single(_filters, filter => filter.Statuses!.Contains(OrchestrationRuntimeStatus.Failed));
    }

    [Fact]
    public async Task A_host_that_does_not_say_whether_it_is_complete_is_asked_once()
    {
        _results.Enqueue(new PurgeResult(500, null));

        await RunAsync();

        Assert.Equal(2, _filters.Count);
    }

    [Fact]
    public async Task A_purge_that_never_completes_is_left_for_the_next_day()
    {
        for (var i = 0; i < 100; i++)
        {
            _results.Enqueue(new PurgeResult(1, false));
        }

        await RunAsync();

        Assert.Equal(10, _filters.Count);
    }

    private Task RunAsync() => new PurgeEndedWorkflows(
        Options.Create(new WorkflowRetentionOptions()),
        Options.Create(new ClaimOptions()),
        new FakeTimeProvider(A.Now),
        NullLogger<PurgeEndedWorkflows>.Instance).Run(new TimerInfo(), _durable.Object, CancellationToken.None);
}
