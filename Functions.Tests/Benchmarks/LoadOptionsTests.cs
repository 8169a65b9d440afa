using BadgeFunctions.Benchmarks.Load;

namespace BadgeFunctions.Functions.Tests.Benchmarks;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Without_arguments_a_thousand_awards_are_sent_by_32_callers()
    {
        var options = LoadOptions.Read([])!;

        Assert.Equal((1000, null, 32, false, false), (options.Awards, options.Rate, options.Concurrency, options.Claim, options.Write));
    }

    [Fact]
    public void An_open_loop_with_claims_is_described_as_it_was_ordered()
    {
        var options = LoadOptions.Read(["--claim", "--baseline", "HEAD~3", "--rate", "2.5", "--awards", "50", "--write"])!;

        Assert.Equal("--awards 50 --rate 2.5 --claim", options.ToString());
        Assert.Equal(("HEAD~3", true), (options.Baseline, options.Write));
    }

    [Theory]
    [InlineData("--awards")]
    [InlineData("--awards", "0")]
    [InlineData("--awards", "-5")]
    [InlineData("--callers", "many")]
    [InlineData("--rate", "0")]
    [InlineData("--rate", "10", "--callers", "4")]
    [InlineData("--baseline", "--claim")]
    [InlineData("--fast")]
    public void Arguments_that_make_no_sense_are_refused(params string[] arguments) => Assert.Null(LoadOptions.Read(arguments));
}
