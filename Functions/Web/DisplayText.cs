using System.Globalization;
using System.Text;
using BadgeFunctions.Functions.Languages;

namespace BadgeFunctions.Functions.Web;

/// <summary>Text as pages, e-mails and subjects show it. Pure.</summary>
internal static class DisplayText
{
    private const int MaxLength = 200;

    /// <summary>A day as the current language writes it: "26 April 2021".</summary>
    public static string Day(DateOnly day) => Language.Current.Day(day);

    /// <summary>
    /// The text without what is not seen but changes how its neighbours are (control characters, bidirectional overrides, zero-width
    /// spaces), and without anything invisible at its ends; cut after so many characters. The joiners U+200C and U+200D stay: Persian and
    /// Sinhala names and emoji are written with them. Empty when nothing is visible.
    /// </summary>
    public static string Clean(string text, int maxLength = MaxLength)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => !IsDropped(rune)))
        {
            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                clean.Append('…');
                break;
            }

            clean.Append(rune);
        }

        var runes = clean.ToString().EnumerateRunes().ToList();
        var first = runes.FindIndex(rune => !IsBlank(rune));
        // What selects the form of the last visible character belongs to it.
        var last = runes.FindLastIndex(rune => !IsBlank(rune));
        last += last >= 0 && last + 1 < runes.Count && IsVariationSelector(runes[last + 1]) ? 1 : 0;
        return first < 0 ? "" : string.Concat(runes[first..(last + 1)]);
    }

    /// <summary>Whether a character is not seen. Source: Unicode's Default_Ignorable_Code_Point, and the blank Braille pattern.</summary>
    public static bool IsInvisible(Rune rune) =>
        IsUnwritten(rune)
        || IsVariationSelector(rune)
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;

    /// <summary>Whether a character joins its neighbours, or keeps them apart, as U+200D and U+200C do.</summary>
    public static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    private static bool IsDropped(Rune rune) => IsUnwritten(rune) && !IsJoiner(rune);

    // Unicode's 66 noncharacters too: nothing is ever written with them.
    private static bool IsUnwritten(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || IsInvisible(rune);

    private static bool IsVariationSelector(Rune rune) =>
        rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F);
}
