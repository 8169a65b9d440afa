using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Web;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Web;

/// <summary>What a theme file may say; a body writes it by hand, so that what is wrong is named.</summary>
public sealed class ThemeFileTests : IDisposable
{
    /// <summary>The second theme.</summary>
    public static readonly string Fjord = Path.Combine(RepositoryFolder.Root, "Functions.Tests", "Web", "Themes", "fjord", "theme.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_theme_gives_its_colours_fonts_and_logo()
    {
        List<FieldError> errors = [];

        var theme = ThemeFile.Read(Fjord, errors);

        Assert.Empty(errors);
        Assert.Contains("--accent-ink: #ffffff;", theme!.StyleSheet, StringComparison.Ordinal);
        Assert.Contains("--text-font: Georgia, \"Liberation Serif\", serif;", theme.StyleSheet, StringComparison.Ordinal);
        Assert.Equal(("#00614a", "#6fd6b2"), (theme.Light[ThemeColour.Accent], theme.Dark[ThemeColour.Accent]));
        Assert.Equal(("logo.svg", "image/svg+xml"), (theme.Logo.Name, theme.Logo.ContentType));
        Assert.Equal("https://academy.example/privacy", theme.Privacy?.AbsoluteUri);
        Assert.Null(theme.Terms);
    }

    [Theory]
    [InlineData("light", "accent", "blue", "light.accent is no colour such as #0b5cad")]
    [InlineData("light", "accent", "#fff;}*{", "light.accent is longer than 7 characters")]
    [InlineData("dark", "soft", null, "dark.soft is missing")]
    [InlineData("dark", "sfot", "#000000", "dark.sfot is not known; there are ink, soft, paper, ground, line, accent, accentInk, notice, noticeInk, error")]
    [InlineData("light", "soft", "#999999", "light: soft on paper has a contrast of 2.80:1, and 4.5:1 is the least")]
    [InlineData("dark", "accentInk", "#ffffff", "dark: accentInk on accent has a contrast of 1.75:1, and 4.5:1 is the least")]
    [InlineData("fonts", "text", "x; } body { display: none", "fonts.text is no list of CSS font names")]
    [InlineData("fonts", "text", "url(https://fonts.example/x)", "fonts.text is no list of CSS font names")]
    [InlineData("legal", "privacy", "http://academy.example", "legal.privacy is not an absolute https address")]
    [InlineData("legal", "impressum", "https://academy.example", "legal.impressum is not known; there are imprint, privacy, terms, accessibility")]
    [InlineData("", "logo", "../logo.svg", "logo is no name of an .svg or .png file beside the theme")]
    [InlineData("", "logo", "missing.svg", "logo is no file beside the theme that can be read and has at most 20 KiB")]
    [InlineData("", "colours", "none", "colours is not known; there are name, logo, address, website, legal, fonts, light, dark")]
    [InlineData("", "dark", null, "dark is missing")]
    public void What_is_wrong_with_a_theme_is_named(string section, string field, string? value, string told)
    {
        var theme = JsonNode.Parse(File.ReadAllText(Fjord), documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip })!;
        var parent = (section.Length == 0 ? theme : theme[section]!).AsObject();
        _ = value is null && parent.Remove(field);
        if (value is not null)
        {
            parent[field] = value;
        }

        var errors = ErrorsOf(theme.ToJsonString());

        Assert.Contains(told, errors);
        // Nothing else is wrong; a colour can be too faint in more than one pair.
        Assert.All(errors, error => Assert.StartsWith(told.Split(' ')[0], error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_with_the_line() =>
        Assert.Contains("LineNumber: 1", Assert.Single(ErrorsOf("{\n\"name\" \"Fjord\" }")), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        List<FieldError> errors = [];

        Assert.Null(ThemeFile.Read(Path.Combine(_folder.Path, "no-theme.json"), errors));
        Assert.Equal([new FieldError("no-theme.json", "cannot be read")], errors);
    }

    [Fact]
    public void A_logo_that_would_make_every_page_heavy_is_refused()
    {
        _folder.Write("fjord.svg", new string(' ', (20 * 1024) + 1));

        Assert.Equal(
            ["logo is no file beside the theme that can be read and has at most 20 KiB"], ErrorsOf(File.ReadAllText(Fjord), withLogo: false));
    }

    private List<string> ErrorsOf(string json, bool withLogo = true)
    {
        if (withLogo)
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(Fjord)!, "fjord.svg"), Path.Combine(_folder.Path, "fjord.svg"));
        }

        _folder.Write("theme.json", json);
        List<FieldError> errors = [];
        Assert.Null(ThemeFile.Read(Path.Combine(_folder.Path, "theme.json"), errors));
        return [.. errors.Select(error => $"{error.Field} {error.Reason}")];
    }
}
