using BadgeFunctions.EmbeddedHost.Functions;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>A timer function and when it runs.</summary>
/// <param name="Function">The function.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="IsMonitored">Whether its occurrences are recorded.</param>
/// <param name="RunOnStartup">Whether it also runs when the host starts.</param>
internal sealed record TimerFunction(BoundFunction Function, TimerSchedule Schedule, bool IsMonitored, bool RunOnStartup)
{
    public string Name => Function.Definition.Name;
}
