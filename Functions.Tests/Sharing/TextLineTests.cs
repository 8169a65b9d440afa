using BadgeFunctions.Functions.Sharing;

namespace BadgeFunctions.Functions.Tests.Sharing;

/// <summary>The order in which a line is seen, and what it is written with.</summary>
public sealed class TextLineTests
{
    private const float Size = 40;

    private static readonly Fonts Fonts = new();

    [Theory]
    [InlineData("a \u0633", false)]
    [InlineData("\u0633 a", true)]
    [InlineData("\u0633\u0633\u0633 (IPMA) 2026", true)]
    [InlineData("Level C (2021-04-26) \u0634\u0647\u0627\u062f\u0629", false)]
    public void The_first_letter_says_where_a_text_begins(string text, bool isRightToLeft) =>
        Assert.Equal(isRightToLeft, TextLine.IsRightToLeft(text));

    [Fact]
    public void Latin_letters_follow_to_the_left_in_a_text_from_right_to_left()
    {
        Assert.Equal(["A", "B", "\u0645"], InSight("\u0645 AB", isRightToLeft: true));
        Assert.Equal(["A", "B", "\u0645"], InSight("AB \u0645", isRightToLeft: false));
    }

    [Fact]
    public void Brackets_and_a_number_stand_to_the_left_of_what_they_follow()
    {
        // As UAX #9 has it; the brackets are of the text from right to left, in which the one that opens looks like ")".
        Assert.Equal(["2", "0", ")", "A", "B", "(", "\u0645"], InSight("\u0645 (AB) 20", isRightToLeft: true));
        Assert.Equal(["2", "1", "-", "0", "4", "\u0645"], InSight("\u0645 21-04", isRightToLeft: true));
    }

    [Fact]
    public void Arabic_letters_are_joined()
    {
        var joined = TextLine.Of("\u0645\u062d\u0645\u062f", isRightToLeft: true, Fonts, Size, isBold: false).Width;
        var apart = "\u0645\u062d\u0645\u062f".Sum(letter => TextLine.Of(letter.ToString(), isRightToLeft: true, Fonts, Size, isBold: false).Width);

        // Letters that are joined have other forms than those that stand alone.
        Assert.True(Math.Abs(joined - apart) > 3, $"{joined} is {apart}.");
    }

    [Fact]
    public void What_no_font_has_is_left_out_and_a_name_of_it_is_known_not_to_be_writable()
    {
        const string Lost = "\U00010FB0";

        Assert.False(Fonts.CanWrite($"Maria {Lost}"));
        Assert.True(Fonts.CanWrite("Maria \U0001F389 \u0645\u062d\u0645\u062f Zażółć Ωμέγα Иван"));
        Assert.Equal(WidthOf("Maria"), WidthOf($"Maria{Lost}"));
    }

    private static float WidthOf(string text) => TextLine.Of(text, isRightToLeft: false, Fonts, Size, isBold: false).Width;

    // The characters from left to right, without spaces.
    private static string[] InSight(string text, bool isRightToLeft) =>
    [
        .. TextLine.InSight(text, isRightToLeft, Fonts, isBold: false)
            .SelectMany(piece => piece.Level % 2 == 0 ? piece.Text.ToString() : piece.Text.ToString().Reverse())
            .Where(letter => letter != ' ')
            .Select(letter => letter.ToString()),
    ];
}
