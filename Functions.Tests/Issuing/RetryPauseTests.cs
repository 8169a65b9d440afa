using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.Issuing;

public sealed class RetryPauseTests
{
    [Theory]
    [InlineData(0, 15)]
    [InlineData(1, 30)]
    [InlineData(4, 240)]
    [InlineData(30, 3600)]
    public void Pauses_double_up_to_an_hour(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPause.After(new StepResult(StepStatus.TryLater, BadgeState.Issuing), failures));

    [Fact]
    public void What_the_other_side_asks_for_is_honoured()
    {
        var asked = new StepResult(StepStatus.TryLater, BadgeState.Issuing, TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), RetryPause.After(asked, 10));
    }

    [Fact]
    public void What_was_refused_is_tried_once_a_day() =>
        Assert.Equal(TimeSpan.FromDays(1), RetryPause.After(new StepResult(StepStatus.Blocked, BadgeState.Issuing), 3));
}
