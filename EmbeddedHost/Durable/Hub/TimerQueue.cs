namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Tells when timers are due, by the wall clock: a clock that is set ahead or back moves them with it.</summary>
internal sealed class TimerQueue : IDisposable
{
    // Also keeps within what a system timer can wait for.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SortedSet<DurableTimer> _timers = new(Comparer<DurableTimer>.Create(static (left, right) =>
        left.FireAt.CompareTo(right.FireAt) is var byTime and not 0 ? byTime : left.Order.CompareTo(right.Order)));

    private readonly TimeProvider _time;
    private readonly Action<DurableTimer> _due;
    private readonly ITimer _alarm;
    private long _lastOrder;
    private bool _running;

    public TimerQueue(TimeProvider time, Action<DurableTimer> due)
    {
        (_time, _due) = (time, due);
        _alarm = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public void Run(bool running)
    {
        lock (_gate)
        {
            _running = running;
            SetAlarm();
        }
    }

    public void Add(DurableTimer timer)
    {
        lock (_gate)
        {
            timer.Order = ++_lastOrder;
            _timers.Add(timer);
            if (ReferenceEquals(_timers.Min, timer))
            {
                SetAlarm();
            }
        }
    }

    public void Remove(DurableTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    public void Dispose() => _alarm.Dispose();

    private void Ring()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow().UtcDateTime;
            while (_running && _timers.Min is { } first && first.FireAt <= now)
            {
                _timers.Remove(first);
                _due(first);
            }

            SetAlarm();
        }
    }

    private void SetAlarm()
    {
        if (_running && _timers.Min is { } first)
        {
            // A whole millisecond more: system timers round down, and an early alarm would only be set again.
            var wait = first.FireAt - _time.GetUtcNow().UtcDateTime + TimeSpan.FromMilliseconds(1);
            wait = wait <= TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : wait < LongestSleep ? wait : LongestSleep;
            _alarm.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>A committed timer of an instance.</summary>
/// <param name="Instance">Whose it is.</param>
/// <param name="Execution">The execution that started it.</param>
/// <param name="Id">Its number; <c>null</c> for the instance's own start.</param>
/// <param name="FireAt">When it is due, in UTC.</param>
internal sealed record DurableTimer(Instance Instance, int Execution, int? Id, DateTime FireAt)
{
    /// <summary>Tells timers apart that are due at the same time; set by the queue.</summary>
    public long Order { get; set; }
}
