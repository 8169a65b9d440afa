using System.Globalization;
using System.Text.Json;

namespace BadgeFunctions.Functions.Web;

/// <summary>Whose site it is and how it looks, as a theme file says: docs/theme.md explains each field.</summary>
/// <param name="Logo">A square picture: beside the name, as the site's icon, and on a phone's home screen.</param>
/// <param name="TextFont">A CSS font list.</param>
/// <param name="HeadingFont">The same for headings.</param>
/// <param name="Light">The colours.</param>
/// <param name="Dark">The colours for readers who prefer a dark screen.</param>
internal sealed record Theme(Asset Logo, string TextFont, string HeadingFont, ThemeColours Light, ThemeColours Dark)
{
    /// <summary>The theme that the app brings along.</summary>
    public static Theme Default { get; } = ThemeFile.ReadDefault();

    /// <summary>The site's name in the header and in titles; null for the certification body's.</summary>
    public string? Name { get; init; }

    /// <summary>The body's postal address, in one line.</summary>
    public string? Address { get; init; }

    /// <summary>The body's own website.</summary>
    public Uri? Website { get; init; }

    /// <summary>Who publishes the site.</summary>
    public Uri? Imprint { get; init; }

    /// <summary>What happens with personal data.</summary>
    public Uri? Privacy { get; init; }

    /// <summary>The terms of use.</summary>
    public Uri? Terms { get; init; }

    /// <summary>The accessibility statement.</summary>
    public Uri? Accessibility { get; init; }

    /// <summary>The colours and fonts as custom properties, for the light and for the dark.</summary>
    public string StyleSheet => string.Create(CultureInfo.InvariantCulture, $$"""
        :root { color-scheme: light dark; --text-font: {{TextFont}}; --heading-font: {{HeadingFont}}; {{Light.Properties}} }
        @media (prefers-color-scheme: dark) { :root { {{Dark.Properties}} } }

        """);
}

/// <summary>The colours that the site's pages and e-mails are made of.</summary>
internal enum ThemeColour
{
    /// <summary>Text.</summary>
    Ink,

    /// <summary>Text that matters less, and the borders of fields.</summary>
    Soft,

    /// <summary>What text stands on.</summary>
    Paper,

    /// <summary>The page behind it.</summary>
    Ground,

    /// <summary>Lines that only part.</summary>
    Line,

    /// <summary>Links, buttons, the focus.</summary>
    Accent,

    /// <summary>Text on a button.</summary>
    AccentInk,

    /// <summary>What a notice stands on.</summary>
    Notice,

    /// <summary>A notice's text.</summary>
    NoticeInk,

    /// <summary>What is wrong with a field.</summary>
    Error,
}

/// <summary>A colour for each use, as <c>#rrggbb</c>.</summary>
internal sealed class ThemeColours(IReadOnlyDictionary<ThemeColour, string> colours)
{
    // WCAG 2.2, 1.4.3, level AA. The borders of fields and the focus need less (1.4.11), and share a colour with text.
    private const double LeastContrast = 4.5;

    // Which of them meet on a page or in an e-mail.
    private static readonly (ThemeColour Front, ThemeColour Back)[] Pairs =
    [
        (ThemeColour.Ink, ThemeColour.Paper),
        (ThemeColour.Ink, ThemeColour.Ground),
        (ThemeColour.Soft, ThemeColour.Paper),
        (ThemeColour.Soft, ThemeColour.Ground),
        (ThemeColour.Accent, ThemeColour.Paper),
        (ThemeColour.Accent, ThemeColour.Ground),
        (ThemeColour.AccentInk, ThemeColour.Accent),
        (ThemeColour.NoticeInk, ThemeColour.Notice),
        (ThemeColour.Error, ThemeColour.Paper),
        (ThemeColour.Error, ThemeColour.Ground),
    ];

    public string this[ThemeColour colour] => colours[colour];

    /// <summary>The colours as CSS custom properties.</summary>
    public string Properties =>
        string.Join(' ', Enum.GetValues<ThemeColour>().Select(colour => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(colour.ToString())}: {this[colour]};"));

    /// <summary>The pairs that are hard to tell apart.</summary>
    public IEnumerable<string> LowContrasts() =>
        from pair in Pairs
        let contrast = Contrast(this[pair.Front], this[pair.Back])
        where contrast < LeastContrast
        select string.Create(
            CultureInfo.InvariantCulture, $"{NameOf(pair.Front)} on {NameOf(pair.Back)} has a contrast of {Math.Floor(contrast * 100) / 100:F2}:1, and {LeastContrast}:1 is the least");

    /// <summary>A colour's name in a theme file.</summary>
    public static string NameOf(ThemeColour colour) => JsonNamingPolicy.CamelCase.ConvertName(colour.ToString());

    // WCAG 2.2, "contrast ratio".
    private static double Contrast(string front, string back)
    {
        double[] luminances = [Luminance(front), Luminance(back)];
        return (luminances.Max() + .05) / (luminances.Min() + .05);
    }

    // WCAG 2.2, "relative luminance".
    private static double Luminance(string colour)
    {
        var channels = Convert.FromHexString(colour.AsSpan(1))
            .Select(channel => channel / 255d)
            .Select(channel => channel <= .04045 ? channel / 12.92 : Math.Pow((channel + .055) / 1.055, 2.4))
            .ToArray();
        return (.2126 * channels[0]) + (.7152 * channels[1]) + (.0722 * channels[2]);
    }
}
