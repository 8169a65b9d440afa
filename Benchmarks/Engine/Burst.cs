using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BadgeFunctions.Benchmarks.Engine;

/// <summary>Many callers, each of whom starts an orchestration, raises its event and waits for its end, again and again.</summary>
internal sealed class Burst(BadgeLikeFunctions functions, DurableTaskClient client, string prefix)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waits = new();
    private readonly ConcurrentDictionary<string, long> _raised = new();
    private readonly ConcurrentBag<TimeSpan> _latencies = [];
    private int _last;

    public async Task<(TimeSpan Elapsed, IReadOnlyCollection<TimeSpan> Latencies)> RunAsync(int count, int callers)
    {
        functions.Waiting = id => Wait(id).TrySetResult();
        functions.Resumed = id => _latencies.Add(Stopwatch.GetElapsedTime(_raised[id]));
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(count))));
        return (Stopwatch.GetElapsedTime(begun), _latencies);
    }

    private async Task CallAsync(int count)
    {
        for (var number = Interlocked.Increment(ref _last); number <= count; number = Interlocked.Increment(ref _last))
        {
            var id = $"{prefix}-{number}";
            await client.ScheduleNewOrchestrationInstanceAsync(
                BadgeLikeFunctions.Orchestrator, new Member("Ada", "ada@example.org"), new StartOrchestrationOptions(id));
            await Wait(id).Task;
            _raised[id] = Stopwatch.GetTimestamp();
            await client.RaiseEventAsync(id, BadgeLikeFunctions.Event, "yes");
            var ended = await client.WaitForInstanceCompletionAsync(id);
            if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
            {
                throw new InvalidOperationException($"{id} ended as {ended.RuntimeStatus}.");
            }

            _waits.TryRemove(id, out TaskCompletionSource? _);
            _raised.TryRemove(id, out long _);
        }
    }

    private TaskCompletionSource Wait(string id) =>
        _waits.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
