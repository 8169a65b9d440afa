using System.Text.RegularExpressions;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>A timer function and when it runs.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="IsMonitored">Whether its occurrences are recorded.</param>
/// <param name="RunOnStartup">Whether it also runs when the host starts.</param>
internal sealed record TimerFunction(string Name, TimerSchedule Schedule, bool IsMonitored, bool RunOnStartup);

/// <summary>Finds the app's timer functions.</summary>
internal static partial class TimerFunctions
{
    public static IReadOnlyList<TimerFunction> Create(
        IEnumerable<WorkerFunction> functions, IConfiguration settings, StartErrors errors) =>
        [.. functions
            .Select(function => function.TriggeredBy(FunctionBinding.TimerTrigger) is { } trigger ? Create(function, trigger, settings, errors) : null)
            .OfType<TimerFunction>()];

    private static TimerFunction? Create(
        WorkerFunction function, FunctionBinding trigger, IConfiguration settings, StartErrors errors)
    {
        var template = trigger.Text("schedule") ?? "";
        var missing = SettingName().Matches(template)
            .FirstOrDefault(match => string.IsNullOrWhiteSpace(Setting(match, settings)));

        if (missing is not null)
        {
            errors.Add(function, $"its schedule needs the setting {missing.Value}, which is not set.");
            return null;
        }

        var expression = SettingName().Replace(template, match => Setting(match, settings)!);
        if (TimerSchedule.TryParse(expression) is not { } schedule)
        {
            errors.Add(function, $"the schedule '{expression}' is neither an NCRONTAB expression that ever occurs nor an interval.");
            return null;
        }

        var isMonitored = trigger.Flag("useMonitor", absent: true) && !schedule.IsBelowOneMinute;
        return new TimerFunction(function.Name, schedule, isMonitored, trigger.Flag("runOnStartup", absent: false));
    }

    private static string? Setting(Match match, IConfiguration settings) =>
        settings[match.Groups[1].Value.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)];

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
