using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BadgeFunctions.Functions.Web;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>
/// What pictures and certificates are written with: the fonts of <c>Sharing/Fonts</c>, all of them, and for scripts that they lack those of
/// the machine.
/// </summary>
internal sealed class Fonts
{
    private const string Prefix = "fonts/";

    private readonly Lazy<(IReadOnlyList<Face> Regular, IReadOnlyList<Face> Bold)> _own = new(ReadOwn);
    private readonly Lazy<IReadOnlyList<Face>> _machine = new(ReadMachine);
    private readonly ConcurrentDictionary<int, Face?> _ofMachine = new();

    /// <summary>The face that has a character; null when none has it.</summary>
    public Face? Find(Rune rune, bool isBold) =>
        (isBold ? _own.Value.Bold : _own.Value.Regular).FirstOrDefault(face => face.Has(rune))
        ?? _ofMachine.GetOrAdd(rune.Value, value => _machine.Value.FirstOrDefault(face => face.Has(new Rune(value))));

    /// <summary>Whether there is a face for every letter of a text. An emoji can be left out; half a name cannot.</summary>
    public bool CanWrite(string text) => text.EnumerateRunes().All(rune => IsOptional(rune) || Find(rune, isBold: false) is not null);

    /// <summary>Whether a character may be left out where no face has it: symbols, emoji among them, and what is not seen.</summary>
    public static bool IsOptional(Rune rune) =>
        DisplayText.IsInvisible(rune)
        || DisplayText.IsJoiner(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private static (IReadOnlyList<Face> Regular, IReadOnlyList<Face> Bold) ReadOwn()
    {
        var faces = typeof(Fonts).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (IsBold: name.Contains("Bold", StringComparison.Ordinal), Face: Read(name)))
            .ToList();
        return (
            [.. faces.OrderBy(face => face.IsBold).Select(face => face.Face)],
            [.. faces.OrderByDescending(face => face.IsBold).Select(face => face.Face)]);
    }

    private static Face Read(string resource)
    {
        using var stream = typeof(Fonts).Assembly.GetManifestResourceStream(resource)!;
        return new Face(SKTypeface.FromStream(stream) ?? throw new InvalidDataException($"{resource} is no font."));
    }

    // The build of Skia that needs nothing of the machine looks for no other font by itself.
    private static IReadOnlyList<Face> ReadMachine() =>
    [
        .. SKFontManager.Default.FontFamilies.Order(StringComparer.Ordinal)
            .Select(family => SKFontManager.Default.MatchFamily(family))
            .OfType<SKTypeface>()
            .Select(typeface => new Face(typeface)),
    ];
}

/// <summary>A font, and what sets its glyphs side by side.</summary>
internal sealed class Face(SKTypeface typeface)
{
    private readonly Lazy<SKShaper> _shaper = new(() => new SKShaper(typeface));

    public SKTypeface Typeface { get; } = typeface;

    public SKShaper Shaper => _shaper.Value;

    public bool Has(Rune rune) => Typeface.ContainsGlyph(rune.Value);
}
