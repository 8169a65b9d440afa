namespace BadgeFunctions.EmbeddedHost;

/// <summary>The occurrences of a monitored schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence that ran.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence that is expected.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
