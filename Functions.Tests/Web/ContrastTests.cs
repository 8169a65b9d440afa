using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed partial class ContrastTests
{
    private const double Least = 4.5;

    private static readonly string StyleSheet = Encoding.UTF8.GetString(new Assets().Find("site.css")!.Content);

    // WCAG 2.2, 1.4.3.
    [Theory]
    [InlineData("ink", "paper")]
    [InlineData("ink", "ground")]
    [InlineData("soft", "paper")]
    [InlineData("soft", "ground")]
    [InlineData("accent", "paper")]
    [InlineData("accent", "ground")]
    [InlineData("accent-ink", "accent")]
    [InlineData("notice-ink", "notice")]
    [InlineData("error", "paper")]
    public void Colours_differ_enough_in_the_light_and_in_the_dark(string front, string back)
    {
        foreach (var theme in Themes())
        {
            var ratio = Ratio(theme[front], theme[back]);
            Assert.True(ratio >= Least, string.Create(CultureInfo.InvariantCulture, $"{front} on {back} has {ratio:F2}:1."));
        }
    }

    private static Dictionary<string, string>[] Themes()
    {
        var themes = Root().Matches(StyleSheet)
            .Select(root => Variable().Matches(root.Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value))
            .ToArray();
        Assert.Equal(2, themes.Length);
        return themes;
    }

    private static double Ratio(string front, string back)
    {
        double[] luminances = [Luminance(front), Luminance(back)];
        return (luminances.Max() + .05) / (luminances.Min() + .05);
    }

    private static double Luminance(string colour)
    {
        var channels = Convert.FromHexString(colour)
            .Select(channel => channel / 255d)
            .Select(channel => channel <= .04045 ? channel / 12.92 : Math.Pow((channel + .055) / 1.055, 2.4))
            .ToArray();
        return (.2126 * channels[0]) + (.7152 * channels[1]) + (.0722 * channels[2]);
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Variable();
}
