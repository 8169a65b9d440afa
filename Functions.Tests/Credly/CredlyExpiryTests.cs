using System.Text.Json;
using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyExpiryTests
{
    [Fact]
    public void Never_is_said_and_not_left_to_the_template() => Assert.Equal("false", JsonSerializer.Serialize(CredlyExpiry.EndOf(null)));

    [Fact]
    public void The_last_day_is_a_day_of_validity() =>
        Assert.Equal("\"2030-12-31T23:59:59Z\"", JsonSerializer.Serialize(CredlyExpiry.EndOf(new DateOnly(2030, 12, 31))));
}
