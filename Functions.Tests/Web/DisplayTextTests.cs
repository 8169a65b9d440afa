using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("Maria Rossi", "Maria Rossi")]
    [InlineData("Jos\u00e9 \ud83d\ude00", "Jos\u00e9 \ud83d\ude00")]
    [InlineData("a\r\nBcc: b", "aBcc: b")]
    [InlineData("\u202Eevil\u202C", "evil")]
    [InlineData("zero\u200Bwidth", "zerowidth")]
    [InlineData("  padded  ", "padded")]
    [InlineData("\u200C\u2800name\u200D\u3164", "name")]
    [InlineData("soft\u00ADhyphen\u2066", "softhyphen")]
    [InlineData("non\uFFFEcharacter\uFDD0\uD83F\uDFFF", "noncharacter")]
    [InlineData("\u200B\uFEFF\u2800", "")]
    public void What_is_not_seen_is_taken_out(string text, string shown) => Assert.Equal(shown, DisplayText.Clean(text));

    [Theory]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")]
    [InlineData("\uD83D\uDC69\u200D\uD83D\uDCBB")]
    [InlineData("\u2764\uFE0F")]
    [InlineData("\uD884\uDFB0")]
    [InlineData("\uE000")]
    public void What_belongs_to_a_name_stays(string name) => Assert.Equal(name, DisplayText.Clean(name));

    [Fact]
    public void A_text_of_10000_characters_is_cut() => Assert.Equal(201, DisplayText.Clean(new string('x', 10_000)).Length);

    [Fact]
    public void A_text_that_just_fits_is_shown_whole() =>
        Assert.Equal(new string('x', 200), DisplayText.Clean(new string('x', 200) + "\u200B\n"));

    [Fact]
    public void A_text_that_may_be_longer_is_cut_later() => Assert.Equal(501, DisplayText.Clean(new string('x', 10_000), 500).Length);

    [Fact]
    public void A_text_is_not_cut_within_a_character() =>
        Assert.Equal(new string('x', 199) + "…", DisplayText.Clean(new string('x', 199) + "\ud83d\ude00"));

    [Fact]
    public void A_lone_surrogate_does_no_harm() => Assert.Equal("a\uFFFDb", DisplayText.Clean("a\ud800b"));

    [Fact]
    public void A_day_reads_as_in_the_booklet() => Assert.Equal("26 April 2021", DisplayText.Day(new DateOnly(2021, 4, 26)));
}
