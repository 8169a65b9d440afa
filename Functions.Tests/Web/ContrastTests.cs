using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class ContrastTests
{
    [Fact]
    public void The_app_s_own_colours_differ_enough_in_the_light_and_in_the_dark() =>
        Assert.Empty(Theme.Default.Light.LowContrasts().Concat(Theme.Default.Dark.LowContrasts()));

    // WCAG 2.2's own examples: #767676 on white is the lightest grey that passes, and black on white is 21:1.
    [Theory]
    [InlineData("#767676", true)]
    [InlineData("#777777", false)]
    [InlineData("#000000", true)]
    public void The_least_contrast_is_that_of_level_AA(string soft, bool passes)
    {
        var colours = Enum.GetValues<ThemeColour>().ToDictionary(
            colour => colour,
            colour => colour switch
            {
                ThemeColour.Soft => soft,
                ThemeColour.Paper or ThemeColour.Ground or ThemeColour.AccentInk or ThemeColour.Notice => "#ffffff",
                _ => "#000000",
            });

        var low = new ThemeColours(colours).LowContrasts().ToList();

        Assert.Equal(passes ? [] : ["soft on paper has a contrast of 4.47:1, and 4.5:1 is the least", "soft on ground has a contrast of 4.47:1, and 4.5:1 is the least"], low);
    }
}
