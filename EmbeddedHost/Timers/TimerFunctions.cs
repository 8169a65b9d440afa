using System.Text.RegularExpressions;
using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.Extensions.Configuration;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>The app's timer functions.</summary>
internal sealed partial class TimerFunctions(IReadOnlyList<TimerFunction> all)
{
    public IReadOnlyList<TimerFunction> All => all;

    public static TimerFunctions Create(FunctionCatalog catalog, IConfiguration settings, StartErrors errors) =>
        new([.. catalog.TriggeredBy<TimerTriggerAttribute>()
            .Select(entry => Create(entry.Function, entry.Trigger, settings, errors))
            .OfType<TimerFunction>()]);

    private static TimerFunction? Create(
        BoundFunction function, TimerTriggerAttribute trigger, IConfiguration settings, StartErrors errors)
    {
        var missing = SettingName().Matches(trigger.Schedule)
            .FirstOrDefault(match => string.IsNullOrWhiteSpace(Setting(match, settings)));

        if (missing is not null)
        {
            errors.Add(function.Definition, $"its schedule needs the setting {missing.Value}, which is not set.");
            return null;
        }

        var expression = SettingName().Replace(trigger.Schedule, match => Setting(match, settings)!);
        if (TimerSchedule.TryParse(expression) is not { } schedule)
        {
            errors.Add(function.Definition, $"the schedule '{expression}' is neither an NCRONTAB expression that ever occurs nor an interval.");
            return null;
        }

        return new TimerFunction(function, schedule, trigger.UseMonitor && !schedule.IsBelowOneMinute, trigger.RunOnStartup);
    }

    private static string? Setting(Match match, IConfiguration settings) =>
        settings[match.Groups[1].Value.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)];

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
