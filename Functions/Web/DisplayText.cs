using System.Globalization;
using System.Text;

namespace BadgeFunctions.Functions.Web;

/// <summary>Text as pages, e-mails and subjects show it.</summary>
internal static class DisplayText
{
    private const int MaxLength = 200;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>A day as "26 April 2021".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", English);

    /// <summary>
    /// The text without what is not seen but changes how its neighbours are: control characters, bidirectional overrides,
    /// zero-width characters; cut after so many characters.
    /// </summary>
    public static string Clean(string text, int maxLength = MaxLength)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                clean.Append('…');
                break;
            }

            clean.Append(rune);
        }

        return clean.ToString().Trim();
    }
}
