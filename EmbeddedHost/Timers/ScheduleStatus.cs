namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>The occurrences of a monitored schedule, in UTC: what is recorded, and what a function is told.</summary>
internal sealed record ScheduleStatus
{
    public DateTime Last { get; init; }

    public DateTime LastUpdated { get; init; }

    public DateTime Next { get; init; }
}

/// <summary>What a timer function is called with. The names are those of the timer extension.</summary>
internal sealed record TimerInfo(ScheduleStatus? ScheduleStatus, bool IsPastDue);
