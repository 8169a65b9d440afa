using System.Globalization;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What an orchestrator sees: turns its calls into actions, and events into the ends of its tasks.</summary>
internal sealed class EmbeddedOrchestrationContext(
    OrchestrationStart start, OrchestratorThread thread, ILoggerFactory loggerFactory) : TaskOrchestrationContext
{
    private readonly Dictionary<int, (OpenTask Task, string Name)> _open = [];
    private readonly ExternalEvents _events = new();
    private List<OrchestrationAction> _actions = [];
    private CustomStatus? _customStatus;
    private DateTime _now;
    private bool _replaying;
    private int _lastTask = -1;
    private int _guids;

    public override TaskName Name => start.Name;

    public override string InstanceId => start.InstanceId;

    public override ParentOrchestrationInstance? Parent => start.Parent;

    public override string Version => start.Version ?? string.Empty;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    /// <summary>Whether something is open that an event can end.</summary>
    public bool AwaitsSomething => _open.Count > 0 || _events.Waiting > 0;

    /// <summary>How the orchestrator wants to start afresh, if it does.</summary>
    public ContinueAsNewOptions? Continuation { get; private set; }

    public IEnumerable<EventRaised> KeptEvents => _events.Kept;

    protected override ILoggerFactory LoggerFactory => loggerFactory;

    public void BeginTurn(DateTime at, bool isReplay)
    {
        _now = at;
        _replaying = isReplay;
    }

    public (IReadOnlyList<OrchestrationAction> Actions, CustomStatus? CustomStatus) EndTurn()
    {
        var taken = (_actions, _customStatus);
        (_actions, _customStatus) = ([], null);
        return taken;
    }

    public void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case ActivityCompleted done:
                Close(done.Task)?.Task.Complete(done.Output);
                break;
            case SubOrchestrationCompleted done:
                Close(done.Task)?.Task.Complete(done.Output);
                break;
            case TimerFired fired:
                Close(fired.Timer)?.Task.Complete(null);
                break;
            case ActivityFailed failed:
                Fail(failed.Task, failed.Failure);
                break;
            case SubOrchestrationFailed failed:
                Fail(failed.Task, failed.Failure);
                break;
            case EventRaised raised:
                _events.Arrive(raised);
                break;
        }
    }

    public override T? GetInput<T>()
        where T : default => Payload.Read<T>(start.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnterCall();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        var json = Payload.Write(input, $"input of activity '{name}'");
        return WithRetry(options, () => Begin<TResult>(name, task => new CallActivity(task, name, json)));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnterCall();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var json = Payload.Write(input, $"input of sub-orchestration '{orchestratorName}'");
        var version = options?.Version is { } chosen ? chosen.Version : start.Version;
        var tags = options?.Tags?.ToDictionary();
        var instance = (options as SubOrchestrationOptions)?.InstanceId;
        return WithRetry(options, () => Begin<TResult>(
            orchestratorName,
            task => new CallSubOrchestration(
                task, orchestratorName, instance ?? NewGuid().ToString("N"), json, version, tags)));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnterCall();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var timer = new OpenTask<object?>();
        var id = Open("timer", timer, id => new StartTimer(id, utc));
        timer.CancelWith(() => CancelTimer(id, cancellationToken), cancellationToken);
        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnterCall();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var wait = new OpenTask<T>();
        if (_events.TryTake(eventName, out var raised))
        {
            wait.Complete(raised!.Payload);
            return wait.Task;
        }

        var takeBack = _events.Wait(eventName, wait);
        wait.CancelWith(
            () =>
            {
                EnterCall();
                if (takeBack())
                {
                    wait.Cancel(cancellationToken);
                }
            },
            cancellationToken);
        return wait.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnterCall();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        _actions.Add(new SendEvent(instanceId, eventName, Payload.Write(payload, $"payload of event '{eventName}'")));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnterCall();
        _customStatus = new CustomStatus(Payload.Write(customStatus, "custom status"));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnterCall();
        ArgumentNullException.ThrowIfNull(options);
        Continuation = options;
    }

    public override Guid NewGuid()
    {
        EnterCall();
        return DeterministicGuid.Create(string.Create(CultureInfo.InvariantCulture, $"{start.InstanceId}_{_now:o}_{_guids++}"));
    }

    private Task<T> WithRetry<T>(TaskOptions? options, Func<Task<T>> attempt) =>
        options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, attempt) : attempt();

    private Task<T> Begin<T>(string name, Func<int, OrchestrationAction> action)
    {
        EnterCall();
        var task = new OpenTask<T>();
        Open(name, task, action);
        return task.Task;
    }

    private int Open(string name, OpenTask task, Func<int, OrchestrationAction> action)
    {
        var id = ++_lastTask;
        _actions.Add(action(id));
        _open.Add(id, (task, name));
        return id;
    }

    // Late ends of cancelled timers find nothing to close.
    private (OpenTask Task, string Name)? Close(int id) => _open.Remove(id, out var closed) ? closed : null;

    private void Fail(int id, Failure failure)
    {
        if (Close(id) is var (task, name))
        {
            task.Fail(new TaskFailedException(name, id, failure.ToDetails()));
        }
    }

    private void CancelTimer(int id, CancellationToken cancellationToken)
    {
        EnterCall();
        if (Close(id) is var (timer, _))
        {
            _actions.Add(new CancelTimer(id));
            timer.Cancel(cancellationToken);
        }
    }

    private void EnterCall()
    {
        if (!thread.IsCurrent)
        {
            throw new InvalidOperationException(
                $"Orchestrator '{start.Name}' used its context from another thread. {OrchestratorExecution.AwaitRule}");
        }
    }
}
