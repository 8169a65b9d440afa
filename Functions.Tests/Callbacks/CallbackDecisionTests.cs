using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class CallbackDecisionTests
{
    private static readonly CallbackOptions Defaults = new();
    private static readonly CallbackDelivery Delivery = new("crm", "msg_0123456789abcdef0123456789ab0000", CallbackTypes.Issued, "badge", "{}");

    [Theory]
    [InlineData(200, CallbackState.Delivered)]
    [InlineData(204, CallbackState.Delivered)]
    [InlineData(299, CallbackState.Delivered)]
    [InlineData(301, CallbackState.Pending)]
    [InlineData(404, CallbackState.Pending)]
    [InlineData(410, CallbackState.Dead)]
    [InlineData(429, CallbackState.Pending)]
    [InlineData(500, CallbackState.Pending)]
    public void Only_2xx_is_a_delivery_and_only_410_ends_it(int status, CallbackState expected) =>
        Assert.Equal(expected, After(new CallbackAnswer(status, null, null), 0, A.Now).State);

    [Fact]
    public void The_attempts_are_those_of_the_specification_then_daily_and_the_last_after_five_days()
    {
        List<TimeSpan> attempts = [TimeSpan.Zero];
        var delivery = Delivery;
        for (var now = A.Now; delivery.State is CallbackState.Pending; now = delivery.NextAttemptAt ?? now)
        {
            delivery = CallbackDecision.After(delivery, Task(attempts.Count - 1), Failed, Defaults, now);
            attempts.Add((delivery.NextAttemptAt ?? now) - A.Now);
        }

        Assert.Equal(
            ["00:00:00", "00:00:05", "00:05:05", "00:35:05", "02:35:05", "07:35:05", "17:35:05", "1.07:35:05", "2.03:35:05", "3.03:35:05", "4.03:35:05", "5.00:00:00"],
            attempts.SkipLast(1).Select(after => after.ToString()));
        Assert.Equal((CallbackState.Dead, 12), (delivery.State, delivery.Attempts));
    }

    [Fact]
    public void Pauses_differ_by_up_to_a_tenth()
    {
        var task = Task(3) with { Id = "msg_0123456789abcdef0123456789abffff" };

        var after = CallbackDecision.After(Delivery with { Id = task.Id }, task, Failed, Defaults, A.Now);

        Assert.Equal(A.Now.AddHours(2.2), after.NextAttemptAt);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(600, 600)]
    [InlineData(1_000_000, 86_400)]
    public void A_pause_that_is_asked_for_is_made_up_to_a_day_and_never_shortens_ours(int asked, int expected) => Assert.Equal(
        A.Now.AddSeconds(expected), After(new CallbackAnswer(503, null, TimeSpan.FromSeconds(asked)), 0, A.Now).NextAttemptAt);

    [Fact]
    public void What_went_wrong_is_kept_until_it_goes_right()
    {
        var failed = After(new CallbackAnswer(null, "no answer within 15 seconds", null), 0, A.Now);
        var delivered = CallbackDecision.After(failed, Task(1), new CallbackAnswer(200, null, null), Defaults, A.Now.AddSeconds(5));

        Assert.Equal(("no answer within 15 seconds", null, 1), (failed.LastError, failed.LastStatus, failed.Attempts));
        Assert.Equal((null, 200, 2), (delivered.LastError, delivered.LastStatus, delivered.Attempts));
        Assert.Null(delivered.NextAttemptAt);
    }

    private static CallbackAnswer Failed => new(500, null, null);

    private static CallbackTask Task(int failures) => new("crm", Delivery.Id, A.Now, failures);

    private static CallbackDelivery After(CallbackAnswer answer, int failures, DateTimeOffset now) =>
        CallbackDecision.After(Delivery, Task(failures), answer, Defaults, now);
}
