namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Tells when timers are due, by the wall clock: a clock that is set ahead or back moves them with it.</summary>
internal sealed class TimerQueue : IDisposable
{
    // Also keeps within what a system timer can wait for.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly SortedSet<DurableTimer> timers = new(Comparer<DurableTimer>.Create(static (left, right) =>
        left.FireAt.CompareTo(right.FireAt) is var byTime and not 0 ? byTime : left.Order.CompareTo(right.Order)));

    private readonly TimeProvider time;
    private readonly Action<IReadOnlyList<DurableTimer>> due;
    private readonly ITimer alarm;
    private long lastOrder;
    private bool running;

    public TimerQueue(TimeProvider time, Action<IReadOnlyList<DurableTimer>> due)
    {
        this.time = time;
        this.due = due;
        alarm = time.CreateTimer(static queue => ((TimerQueue)queue!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    public void Start()
    {
        lock (gate)
        {
            running = true;
            SetAlarm();
        }
    }

    public void Stop()
    {
        lock (gate)
        {
            running = false;
        }
    }

    public void Add(DurableTimer timer)
    {
        lock (gate)
        {
            timer.Order = ++lastOrder;
            timers.Add(timer);
            if (ReferenceEquals(timers.Min, timer))
            {
                SetAlarm();
            }
        }
    }

    public void Remove(DurableTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    public void Dispose() => alarm.Dispose();

    private void Ring()
    {
        List<DurableTimer> fired = [];
        lock (gate)
        {
            if (!running)
            {
                return;
            }

            var now = time.GetUtcNow().UtcDateTime;
            while (timers.Min is { } first && first.FireAt <= now)
            {
                timers.Remove(first);
                fired.Add(first);
            }

            SetAlarm();
        }

        if (fired.Count > 0)
        {
            due(fired);
        }
    }

    private void SetAlarm()
    {
        if (running && timers.Min is { } first)
        {
            var wait = first.FireAt - time.GetUtcNow().UtcDateTime;

            // A whole millisecond more: system timers round down, and an early alarm would only be set again.
            alarm.Change(
                wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait + TimeSpan.FromMilliseconds(1) : LongestSleep,
                Timeout.InfiniteTimeSpan);
        }
    }
}
