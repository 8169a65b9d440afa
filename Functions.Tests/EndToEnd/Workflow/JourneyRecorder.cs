using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>
/// Runs one instance of a workflow on the embedded host's engine, with activities that answer as told and a clock that stands still
/// between steps, and records the turns. The same journey gives the same record each time.
/// </summary>
internal sealed class JourneyRecorder : IDurableWorker, IAsyncDisposable
{
    private static readonly DateTimeOffset Begin = new(2021, 4, 26, 9, 0, 0, TimeSpan.Zero);

    private static readonly NextStep Waiting = new(BadgeStep.Wait, Begin.AddDays(20), BadgeState.Pending);

    private static readonly Dictionary<string, object> UsualAnswers = new()
    {
        [nameof(IssueBadge)] = new NextStep(BadgeStep.EmailMember, null, BadgeState.Pending),
        [nameof(EmailMember)] = Waiting,
        [nameof(ExpireToken)] = Waiting,
        [nameof(SyncAcceptance)] = Waiting,
    };

    private readonly Dictionary<string, Queue<ActivityResponse>> _answers = [];
    private readonly List<RecordedTurn> _turns = [];
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Begin);
    private readonly DurableEngine _engine;
    private readonly string _version;
    private string? _changedDuring;
    private string _instance = A.Award().Badge.InstanceId;

    private JourneyRecorder(string version)
    {
        _version = version;
        _engine = new DurableEngine(
            this, new DurableEngineOptions { DatabasePath = Path.Combine(_folder.Path, "hub.db") }, _time, NullLogger<DurableEngine>.Instance);
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The instant at which a token that is issued now expires.</summary>
    public DateTimeOffset TokenExpiry => Now + TimeSpan.FromMinutes(2);

    /// <summary>Runs a journey and answers its history.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="version">The version that the instance is started with.</param>
    public static async Task<RecordedHistory> RecordAsync(Func<JourneyRecorder, Task> scenario, string version)
    {
        await using var recorder = new JourneyRecorder(version);
        await recorder._engine.StartAsync(CancellationToken.None);
        await scenario(recorder);
        var history = new RecordedHistory(recorder._turns);
        var (status, committed) = recorder.Committed();
        Assert.Equal(committed.Past, history.Before(history.Turns.Count));
        Assert.NotEqual(OrchestrationStatus.Failed, status);
        Assert.DoesNotContain(recorder._answers.Values, answers => answers.Count > 0);
        return history;
    }

    /// <summary>The activity's next calls answer this, one after the other; then it goes on as usual.</summary>
    public void Answers(string activity, params object[] answers) =>
        Next(activity, answers.Select(answer => new ActivityResponse { Result = JsonSerializer.Serialize(answer) }));

    /// <summary>The activity's next calls fail.</summary>
    public void Fails(string activity, int times, string reason) =>
        Next(activity, Enumerable.Repeat(new ActivityResponse { FailureDetails = HistoryEvents.Failure("System.IO.IOException", reason) }, times));

    /// <summary>Starts a badge's workflow and waits until it waits.</summary>
    public Task StartAsync() => StartAsync(nameof(BadgeWorkflow), A.Start(), A.Award().Badge.InstanceId);

    /// <summary>Tells a badge's workflow to look.</summary>
    public Task ChangeAsync(int times = 1) => RaiseAsync(BadgeSignal.BadgeChanged, times: times);

    /// <summary>Tells a badge's workflow to look while an activity runs for the next time.</summary>
    public void ChangesDuring(string activity) => _changedDuring = activity;

    /// <summary>Starts a workflow and waits until it waits.</summary>
    public async Task StartAsync(string workflow, object input, string? instance = null)
    {
        _instance = instance ?? workflow;
        Assert.Null(await _engine.SubmitAsync(
            transaction => transaction.TryCreate(new ExecutionStartedEvent
            {
                Name = workflow,
                Version = _version,
                Input = JsonSerializer.Serialize(input),
                OrchestrationInstance = new() { InstanceId = _instance },
            }),
            CancellationToken.None));
        await QuietAsync();
    }

    /// <summary>Raises an event, so many times in one turn, and waits until the workflow waits again.</summary>
    public async Task RaiseAsync(string signal, DateTimeOffset? payload = null, int times = 1)
    {
        var json = payload is null ? null : JsonSerializer.Serialize(payload);
        await AppendAsync(signal, json, times);
        await QuietAsync();
    }

    /// <summary>Lets timers fire until the workflow does more than to wait again: a long wait has several, and some are not waited for any more.</summary>
    public async Task PassTimeAsync()
    {
        var before = _turns.Count;
        do
        {
            // The engine's alarm rings a millisecond late, so that it never rings early.
            _time.SetUtcNow(Committed().History.Open.Min(started => started.TimerCreated.FireAt.ToDateTimeOffset()) + TimeSpan.FromMilliseconds(1));
            await QuietAsync();
        }
        while (!_turns.Skip(before).SelectMany(turn => turn.Actions).Any(action => action.TimerCreated is null));
    }

    private Task AppendAsync(string signal, string? json, int times) => _engine.SubmitAsync(
        transaction =>
        {
            for (var i = 0; i < times; i++)
            {
                transaction.Append(transaction.Find(_instance)!, null, HistoryEvents.Raised(signal, json, transaction.Now));
            }

            return times;
        },
        CancellationToken.None);

    public Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellationToken)
    {
        var response = HistoryReplay.Run(AppOrchestrator.All[name], request);
        _turns.Add(RecordedTurn.Of(request, response));
        return Task.FromResult(response);
    }

    public async Task<ActivityResponse> RunActivityAsync(ActivityRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _changedDuring, null, request.Name) == request.Name)
        {
            await AppendAsync(BadgeSignal.BadgeChanged, null, 1);
        }

        return _answers.TryGetValue(request.Name, out var answers) && answers.TryDequeue(out var next) ? next.Clone()
            : new ActivityResponse { Result = JsonSerializer.Serialize(UsualAnswers.GetValueOrDefault(request.Name)) };
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private void Next(string activity, IEnumerable<ActivityResponse> answers)
    {
        var next = _answers.TryGetValue(activity, out var queue) ? queue : _answers[activity] = new();
        foreach (var answer in answers)
        {
            next.Enqueue(answer);
        }
    }

    // Ended, or nothing is open but timers that lie ahead, and nothing is unread.
    private Task QuietAsync() => EngineFixture.UntilAsync(() =>
    {
        var (status, history) = Committed();
        return status is OrchestrationStatus.Completed or OrchestrationStatus.Failed
            || (history is { Past.Count: > 0, Unread.Count: 0 }
                && history.Open.All(started => started.TimerCreated?.FireAt.ToDateTimeOffset() > Now));
    });

    private (OrchestrationStatus Status, ExecutionHistory History) Committed() => _engine.Store.Read(reader =>
    {
        var stored = reader.Find(_instance)!;
        return (stored.Status, ExecutionHistory.Of(stored.Begun, reader.ReadLog(stored.Key), stored.Execution));
    });
}
