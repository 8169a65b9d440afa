namespace BadgeFunctions.EmbeddedHost;

/// <summary>What a timer function is told of its schedule.</summary>
public class TimerInfo
{
    /// <summary>The recorded occurrences; null if the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for an occurrence that was missed.</summary>
    public bool IsPastDue { get; set; }
}
