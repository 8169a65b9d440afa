using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// The unfinished instances, and what follows from what was committed of them. All but the look-ups and
/// <see cref="Submit"/> belong to the commit loop.
/// </summary>
internal sealed class TaskHub : IDisposable
{
    private readonly ConcurrentDictionary<string, Instance> _unfinished = new(StringComparer.Ordinal);
    private readonly HashSet<Instance> _ready = [];
    private readonly MemoryCache _histories;
    private readonly string? _version;
    private TaskCompletionSource? _added;
    private long _lastKey;

    public TaskHub(DurableEngineOptions options, TimeProvider time)
    {
        _histories = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.MaxCachedHistories });
        _version = options.DefaultVersion;
        Timers = new TimerQueue(time, Fire);
    }

    public TimerQueue Timers { get; }

    /// <summary>Every unfinished instance.</summary>
    public ICollection<Instance> Unfinished => _unfinished.Values;

    /// <summary>Takes commands on; <c>false</c> when the engine has stopped.</summary>
    public Func<HubCommand, bool> Submit { get; set; } = static _ => false;

    /// <summary>Takes turns on: an instance, and the events that are new to it.</summary>
    public Action<Instance, IReadOnlyList<Message>> TakeTurn { get; set; } = static (_, _) => { };

    /// <summary>Takes activities on.</summary>
    public Action<Instance, int, P.HistoryEvent> RunActivity { get; set; } = static (_, _, _) => { };

    public Instance? Find(string id) => _unfinished.GetValueOrDefault(id);

    public void Add(Instance instance)
    {
        _unfinished[instance.Id] = instance;
        Interlocked.Exchange(ref _added, null)?.TrySetResult();
    }

    /// <summary>Completes when the next instance is added.</summary>
    public Task WhenAdded()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _added, mine, null) ?? mine).Task;
    }

    /// <summary>The history of an instance, while it is in memory.</summary>
    public List<P.HistoryEvent>? HistoryOf(Instance instance) => _histories.Get<List<P.HistoryEvent>>(instance);

    public void Remove(Instance instance) => _unfinished.TryRemove(new(instance.Id, instance));

    public long NextKey() => ++_lastKey;

    public void SkipKeys(long through) => _lastKey = through;

    /// <summary>Whether orchestrations of a version are for a newer build than this one.</summary>
    public bool IsTooNew(string? version) => !string.IsNullOrWhiteSpace(_version) && !string.IsNullOrWhiteSpace(version)
        && (Version.TryParse(version, out var wanted) && Version.TryParse(_version, out var known)
            ? wanted.CompareTo(known)
            : string.Compare(version, _version, StringComparison.OrdinalIgnoreCase)) > 0;

    /// <summary>Lets a new instance start, at once or later.</summary>
    public void Begin(Instance instance, DateTime? startAt)
    {
        instance.StartTimer = startAt is { } later ? new DurableTimer(instance, 0, null, later) : null;
        if (instance.StartTimer is { } timer)
        {
            Timers.Add(timer);
        }

        instance.WantsTurn = true;
        Ready(instance);
    }

    public void Deliver(Instance instance, Message message)
    {
        if (instance.HasEnded || (message.Execution ?? instance.Execution) != instance.Execution)
        {
            return;
        }

        if (message.Event.TimerFired is { } fired)
        {
            instance.Timers.Remove(fired.TimerId);
        }

        instance.Inbox.Add(message);
        Ready(instance);
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
                TakeTurn(instance, instance.TakeInbox());
            }
        }

        _ready.Clear();
    }

    /// <summary>Goes on after a turn that is committed.</summary>
    public void EndTurn(Instance instance, int execution, TurnResult turn)
    {
        instance.IsTakingTurn = false;
        (instance.LastTurnAt, instance.Through, instance.Begun) = (turn.At, turn.Through, turn.Restart);
        foreach (var call in turn.Added.Where(added => added.TaskScheduled is not null))
        {
            RunActivity(instance, execution, call);
        }

        if (turn.Restart is { } begun)
        {
            DropExecution(instance);
            instance.Inbox.RemoveAll(static message => message.Execution is not null);
            instance.IsTooNew = IsTooNew(begun.Events[0].ExecutionStarted.Version);
            instance.WantsTurn = true;
        }
        else if (turn.End is null)
        {
            _histories.Set(instance, turn.History, new MemoryCacheEntryOptions { Size = 1 });
            foreach (var timer in turn.Added.Where(added => added.TimerCreated is not null))
            {
                KeepTimer(instance, timer);
            }
        }

        Ready(instance);
    }

    public void KeepTimer(Instance instance, P.HistoryEvent created)
    {
        var timer = new DurableTimer(instance, instance.Execution, created.EventId, created.TimerCreated.FireAt.ToDateTime());
        instance.Timers[created.EventId] = timer;
        Timers.Add(timer);
    }

    /// <summary>Lets go of an instance that has ended.</summary>
    public void Forget(Instance instance, P.OrchestrationStatus status, P.TaskFailureDetails? failure)
    {
        DurableTracing.Ended(instance, status, failure);
        instance.WasTerminated = status == P.OrchestrationStatus.Terminated;
        Remove(instance);
        DropExecution(instance);
        if (instance.StartTimer is { } start)
        {
            Timers.Remove(start);
        }

        instance.Inbox = [];
        instance.Started.TrySetResult();
        instance.Ended.TrySetResult();
    }

    /// <summary>Ends the waits for what this process will not see.</summary>
    public void Dispose()
    {
        Timers.Dispose();
        _histories.Dispose();
        foreach (var instance in Unfinished)
        {
            instance.Started.TrySetCanceled();
            instance.Ended.TrySetCanceled();
        }
    }

    private void DropExecution(Instance instance)
    {
        foreach (var timer in instance.Timers.Values)
        {
            Timers.Remove(timer);
        }

        instance.Timers.Clear();
        _histories.Remove(instance);
    }

    private void Fire(DurableTimer timer) => Submit(new HubCommand(transaction =>
    {
        if (timer.Id is null)
        {
            transaction.AfterCommit(() => Begin(timer.Instance, null));
        }
        else
        {
            transaction.Append(timer.Instance, timer.Execution, HistoryEvents.Fired(timer, transaction.Now));
        }
    }));
}
