using System.Globalization;
using BadgeFunctions.EmbeddedHost.Timers;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Timers;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2021-04-26T09:58:30Z", "2021-04-26T10:00:00Z")]
    [InlineData("0 */5 * * * *", "2021-04-26T10:00:00Z", "2021-04-26T10:05:00Z")]
    [InlineData("30 0 3 * * 1-5", "2021-04-30T03:00:30Z", "2021-05-03T03:00:30Z")]
    [InlineData("*/5 * * * *", "2021-04-26T10:01:00Z", "2021-04-26T10:05:00Z")]
    [InlineData("0 0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("01:30:00", "2021-04-26T10:01:00Z", "2021-04-26T11:31:00Z")]
    [InlineData("7.00:00:00", "2021-04-26T10:01:00Z", "2021-05-03T10:01:00Z")]
    public void The_next_occurrence_is_in_utc_and_after_the_given_time(string expression, string after, string next)
    {
        var occurrence = TimerSchedule.TryParse(expression)!.Next(Time(after).ToOffset(TimeSpan.FromHours(2)));

        Assert.Equal(Time(next), occurrence);
        Assert.Equal(TimeSpan.Zero, occurrence.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hourly")]
    [InlineData("0 0 * * * * *")]
    [InlineData("0 61 * * * *")]
    [InlineData("0 0 0 30 2 *")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    [InlineData("25:00:00:00:00")]
    public void What_is_no_schedule_or_never_occurs_is_refused(string expression)
    {
        Assert.Null(TimerSchedule.TryParse(expression));
    }

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void Schedules_below_one_minute_are_known(string expression, bool below)
    {
        Assert.Equal(below, TimerSchedule.TryParse(expression)!.IsBelowOneMinute);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
