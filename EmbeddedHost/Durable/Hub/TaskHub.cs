using System.Collections.Concurrent;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// The unfinished instances, and what follows from what was committed of them. All but the look-ups and
/// <see cref="Submit"/> belong to the commit loop.
/// </summary>
internal sealed class TaskHub : IDisposable
{
    private readonly ConcurrentDictionary<string, Instance> _unfinished = new(StringComparer.Ordinal);
    private readonly HashSet<Instance> _ready = [];
    private readonly LiveCache _cache;
    private readonly string? _version;
    private long _lastKey;

    public TaskHub(DurableEngineOptions options, TimeProvider time)
    {
        _cache = new LiveCache(options.MaxCachedOrchestrations);
        _version = options.DefaultVersion;
        Timers = new TimerQueue(time, Fire);
    }

    public TimerQueue Timers { get; }

    /// <summary>Every unfinished instance.</summary>
    public ICollection<Instance> Unfinished => _unfinished.Values;

    /// <summary>Takes commands on; <c>false</c> when the engine has stopped.</summary>
    public Func<HubCommand, bool> Submit { get; set; } = static _ => false;

    /// <summary>Takes steps on: an instance, and the events that it is to hear of.</summary>
    public Action<Instance, IReadOnlyList<LoggedEvent>> TakeTurn { get; set; } = static (_, _) => { };

    /// <summary>Takes activities on.</summary>
    public Action<Instance, int, CallActivity> RunActivity { get; set; } = static (_, _, _) => { };

    public Instance? Find(string id) => _unfinished.GetValueOrDefault(id);

    public void Add(Instance instance) => _unfinished[instance.Id] = instance;

    public void Remove(Instance instance) => _unfinished.TryRemove(new(instance.Id, instance));

    public long NextKey() => ++_lastKey;

    public void SkipKeys(long through) => _lastKey = through;

    /// <summary>Whether orchestrations of a version are for a newer build than this one.</summary>
    public bool IsTooNew(string? version) => _version is not null && VersionOrder.Compare(version, _version) > 0;

    /// <summary>Lets a new instance start, at once or later.</summary>
    public void Begin(Instance instance, DateTime? startAt)
    {
        if (startAt is { } later)
        {
            instance.StartTimer = new DurableTimer(instance, 0, null, later);
            Timers.Add(instance.StartTimer);
        }
        else
        {
            instance.StartTimer = null;
            instance.WantsTurn = true;
            Ready(instance);
        }
    }

    public void Deliver(Instance instance, LoggedEvent logged)
    {
        if (instance.HasEnded || (logged.Execution ?? instance.Execution) != instance.Execution)
        {
            return;
        }

        if (logged.Happened is TimerFired fired)
        {
            instance.Timers?.Remove(fired.Timer);
        }

        instance.Inbox.Add(logged);
        Ready(instance);
        if (logged.Happened is EventRaised raised)
        {
            DurableTracing.Received(instance, raised);
        }
    }

    /// <summary>Looks, after the commit, whether an instance can take a step.</summary>
    public void Ready(Instance instance) => _ready.Add(instance);

    public void StartReadyTurns()
    {
        foreach (var instance in _ready)
        {
            var canGoOn = instance is
            {
                HasEnded: false, IsSuspended: false, IsTooNew: false, IsTakingTurn: false, StartTimer: null,
            };
            if (canGoOn && (instance.WantsTurn || instance.Inbox.Count > 0))
            {
                (instance.IsTakingTurn, instance.WantsTurn) = (true, false);
                var events = instance.Inbox;
                instance.Inbox = [];
                TakeTurn(instance, events);
            }
        }

        _ready.Clear();
    }

    public void EndTurn(Instance instance, int number, OrchestratorExecution? execution, TurnResult result, long through)
    {
        instance.IsTakingTurn = false;
        (instance.LastTurnAt, instance.Through, instance.Start) = (result.At, through, null);
        foreach (var call in result.Actions.OfType<CallActivity>())
        {
            RunActivity(instance, number, call);
        }

        switch (result.Outcome)
        {
            case null:
                instance.Live = execution;
                KeepTimers(instance, result.Actions);
                _cache.Keep(instance);
                break;
            case Restarted restart:
                BeginAgain(instance, restart);
                break;
        }

        Ready(instance);
    }

    public void KeepTimer(Instance instance, StartTimer start)
    {
        var timer = new DurableTimer(instance, instance.Execution, start.Timer, start.FireAt);
        (instance.Timers ??= [])[start.Timer] = timer;
        Timers.Add(timer);
    }

    /// <summary>Lets go of an instance that has ended.</summary>
    public void Forget(Instance instance, Ended end)
    {
        DurableTracing.Ended(instance, end);
        instance.WasTerminated = end.Status == OrchestrationRuntimeStatus.Terminated;
        Remove(instance);
        DropExecution(instance);
        if (instance.StartTimer is { } start)
        {
            Timers.Remove(start);
        }

        instance.Inbox = [];
        instance.Started.Reach();
        instance.Ended.Reach();
    }

    /// <summary>Hears that an orchestrator went on by itself between two steps; the next step fails it.</summary>
    public void NoticeStray(Instance instance, OrchestratorExecution execution) =>
        Submit(new EngineCommand(transaction => transaction.AfterCommit(() =>
        {
            if (instance.Live == execution || instance.IsTakingTurn)
            {
                instance.WantsTurn = true;
                Ready(instance);
            }
        })));

    public void Dispose() => Timers.Dispose();

    private void KeepTimers(Instance instance, IReadOnlyList<OrchestrationAction> actions)
    {
        foreach (var action in actions)
        {
            if (action is StartTimer start)
            {
                KeepTimer(instance, start);
            }
            else if (action is CancelTimer cancel && instance.Timers?.Remove(cancel.Timer, out var cancelled) == true)
            {
                Timers.Remove(cancelled);
            }
        }
    }

    private void BeginAgain(Instance instance, Restarted restart)
    {
        DropExecution(instance);
        instance.Inbox.RemoveAll(static logged => logged.Execution is not null);
        instance.Start = new OrchestrationStart(
            instance.Name, instance.Id, restart.Version, instance.Parent?.ToPublic(), restart.Input, restart.Events);
        instance.IsTooNew = IsTooNew(restart.Version);
        instance.WantsTurn = true;
    }

    private void DropExecution(Instance instance)
    {
        foreach (var timer in instance.Timers?.Values ?? Enumerable.Empty<DurableTimer>())
        {
            Timers.Remove(timer);
        }

        instance.Timers = null;
        _cache.Drop(instance);
        instance.Live = null;
    }

    private void Fire(IReadOnlyList<DurableTimer> due)
    {
        foreach (var timer in due)
        {
            Submit(new EngineCommand(transaction => Fire(transaction, timer)));
        }
    }

    private void Fire(HubTransaction transaction, DurableTimer timer)
    {
        if (timer.Id is { } id)
        {
            var fired = new TimerFired(id, timer.FireAt);
            transaction.Append(timer.Instance, timer.Execution, fired, HistoryJson.Write(fired));
        }
        else
        {
            transaction.AfterCommit(() => Begin(timer.Instance, null));
        }
    }
}
