namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>A timer function and when it runs.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="IsMonitored">Whether its occurrences are recorded.</param>
/// <param name="RunOnStartup">Whether it also runs when the host starts.</param>
internal sealed record TimerFunction(string Name, TimerSchedule Schedule, bool IsMonitored, bool RunOnStartup);
