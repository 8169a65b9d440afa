using System.Text.RegularExpressions;
using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>A timer function and when it runs. The occurrences of a monitored one are recorded.</summary>
internal sealed partial record TimerFunction(string Name, TimerSchedule Schedule, bool IsMonitored, bool RunOnStartup)
{
    /// <summary>Finds the app's timer functions.</summary>
    public static IReadOnlyList<TimerFunction> Create(IEnumerable<WorkerFunction> functions, IConfiguration settings, List<string> errors)
    {
        var timers = new List<TimerFunction>();
        foreach (var function in functions)
        {
            if (function.TriggeredBy(WorkerFunction.TimerTrigger) is not { } trigger)
            {
                continue;
            }

            // A name that is not set stays as it is, so that the error names it.
            var expression = SettingName().Replace(
                trigger["schedule"] ?? "", name => Setting(name, settings) is { Length: > 0 } value ? value : name.Value);
            if (TimerSchedule.TryParse(expression) is { } schedule)
            {
                var isMonitored = trigger.Flag("useMonitor", absent: true) && !schedule.IsBelowOneMinute;
                timers.Add(new TimerFunction(function.Name, schedule, isMonitored, trigger.Flag("runOnStartup", absent: false)));
            }
            else
            {
                errors.Add(function.Error(SettingName().IsMatch(expression)
                    ? $"its schedule '{expression}' needs a setting that is not set."
                    : $"the schedule '{expression}' is neither an NCRONTAB expression that ever occurs nor an interval."));
            }
        }

        return timers;
    }

    private static string? Setting(Match name, IConfiguration settings) =>
        settings[name.Groups[1].Value.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)];

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
