using BadgeFunctions.Benchmarks.Load;

namespace BadgeFunctions.Functions.Tests.Benchmarks;

public sealed class LatenciesTests
{
    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(50, 100)]
    [InlineData(55, 110)]
    [InlineData(95, 190)]
    [InlineData(99, 198)]
    [InlineData(99.9, 200)]
    [InlineData(100, 200)]
    public void A_percentile_is_the_shortest_duration_that_as_many_do_not_exceed(double percent, int milliseconds)
    {
        var latencies = new Latencies(Enumerable.Range(1, 200).Reverse().Select(one => TimeSpan.FromMilliseconds(one)));

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), latencies.Percentile(percent));
    }

    [Fact]
    public void One_slow_request_in_a_hundred_shows_in_the_maximum_and_not_in_the_99th_percentile()
    {
        var latencies = new Latencies([TimeSpan.FromSeconds(9), .. Enumerable.Repeat(TimeSpan.FromSeconds(1), 99)]);

        Assert.Equal((1, 9), (latencies.Percentile(99).TotalSeconds, latencies.Percentile(100).TotalSeconds));
    }

    [Fact]
    public void Without_durations_there_is_none_to_tell() => Assert.Equal(TimeSpan.Zero, new Latencies([]).Percentile(50));
}
