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
    private readonly Action<IReadOnlyList<DurableTimer>> _due;
    private readonly ITimer _alarm;
    private long _lastOrder;
    private bool _running;

    public TimerQueue(TimeProvider time, Action<IReadOnlyList<DurableTimer>> due)
    {
        _time = time;
        _due = due;
        _alarm = time.CreateTimer(static queue => ((TimerQueue)queue!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    public void Start()
    {
        lock (_gate)
        {
            _running = true;
            SetAlarm();
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _running = false;
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
        List<DurableTimer> fired = [];
        lock (_gate)
        {
            if (!_running)
            {
                return;
            }

            var now = _time.GetUtcNow().UtcDateTime;
            while (_timers.Min is { } first && first.FireAt <= now)
            {
                _timers.Remove(first);
                fired.Add(first);
            }

            SetAlarm();
        }

        if (fired.Count > 0)
        {
            _due(fired);
        }
    }

    private void SetAlarm()
    {
        if (_running && _timers.Min is { } first)
        {
            var wait = first.FireAt - _time.GetUtcNow().UtcDateTime;

            // A whole millisecond more: system timers round down, and an early alarm would only be set again.
            _alarm.Change(
                wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait + TimeSpan.FromMilliseconds(1) : LongestSleep,
                Timeout.InfiniteTimeSpan);
        }
    }
}
