using System.Globalization;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Sharing;
using static BadgeFunctions.Functions.Languages.Texts;

namespace BadgeFunctions.Functions.Tests.Sharing;

public sealed class FontsTests
{
    private static readonly Fonts Fonts = new();

    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    /// <summary>Whatever the machine has: of the fonts that come along, each has its part.</summary>
    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_language_s_labels_months_and_own_name_can_be_written(string tag)
    {
        var language = Language.Find(tag)!;
        var before = CultureInfo.CurrentUICulture;
        try
        {
            language.Use();
            string[] texts = [language.OwnName, L("Awarded on"), L("Valid until"), L("Issued by"), .. Enumerable.Range(1, 12).Select(month => language.Day(new DateOnly(2021, month, 28)))];

            Assert.All(texts, text => Assert.True(Fonts.CanWrite(text), text));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("王小明")]
    [InlineData("陳淑芬")]
    [InlineData("佐藤ひかり")]
    [InlineData("محمد بن عبد الله")]
    [InlineData("Ελένη Παπαδοπούλου")]
    [InlineData("Юлия Кузнецова")]
    [InlineData("Łukasz Żółć")]
    [InlineData("Nguyễn Văn An")]
    public void Names_of_many_countries_can_be_written(string name) => Assert.True(Fonts.CanWrite(name));
}
