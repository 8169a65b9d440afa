namespace BadgeFunctions.EmbeddedHost;

/// <summary>Runs the function on a schedule.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Sets the schedule.</summary>
    /// <param name="schedule">
    /// A six-field NCRONTAB expression, an interval such as <c>00:30:00</c>, or <c>%Name%</c> for the setting that holds one.
    /// </param>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
        UseMonitor = true;
    }

    /// <summary>The schedule as it was given.</summary>
    public string Schedule { get; private set; }

    /// <summary>
    /// Whether occurrences are recorded, so that one missed while the app was down runs when it starts. Schedules
    /// that occur more than once a minute are never recorded.
    /// </summary>
    public bool UseMonitor { get; set; }

    /// <summary>Whether the function also runs each time the app starts.</summary>
    public bool RunOnStartup { get; set; }
}
