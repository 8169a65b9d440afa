using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class ValidityTests
{
    private static readonly DateOnly LastDay = new(2021, 4, 27);

    [Theory]
    [InlineData("2021-04-27T23:59:59Z", false)]
    [InlineData("2021-04-28T11:59:59Z", false)]
    [InlineData("2021-04-28T12:00:00Z", true)]
    [InlineData("2021-04-28T13:59:59+02:00", false)]
    public void A_last_day_is_over_at_noon_UTC_of_the_next_one(string now, bool isOver) =>
        Assert.Equal(isOver, Validity.IsOver(LastDay, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void What_has_no_last_day_is_never_over() => Assert.False(Validity.IsOver(null, DateTimeOffset.MaxValue));
}
