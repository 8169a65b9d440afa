using System.Globalization;
using NCrontab;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>When a timer function runs, in UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly DateTime SomeTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Func<DateTime, DateTime> _next;

    private TimerSchedule(Func<DateTime, DateTime> next) => _next = next;

    /// <summary>Whether occurrences lie less than a minute apart; Functions does not monitor such schedules.</summary>
    public bool IsBelowOneMinute => _next(_next(SomeTime)) - _next(SomeTime) < TimeSpan.FromMinutes(1);

    /// <summary>Reads an NCRONTAB expression of six fields (five without seconds) or an interval; null if it is neither.</summary>
    public static TimerSchedule? TryParse(string expression)
    {
        if (expression.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
                ? new TimerSchedule(after => after + interval)
                : null;
        }

        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 };
        return CrontabSchedule.TryParse(expression, options) is { } cron && Occurs(cron)
            ? new TimerSchedule(cron.GetNextOccurrence)
            : null;
    }

    /// <summary>The first occurrence after a time.</summary>
    public DateTimeOffset Next(DateTimeOffset after) =>
        new(DateTime.SpecifyKind(_next(after.UtcDateTime), DateTimeKind.Utc));

    // 30 February never comes; the last leap day before a year like 2100 lies eight years before the next.
    private static bool Occurs(CrontabSchedule cron) => cron.GetNextOccurrences(SomeTime, SomeTime.AddYears(9)).Any();
}
