using System.Globalization;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Instants as clients of the API write them, in whatever form, and as it answers them.</summary>
internal static partial class CredlyInstant
{
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads <c>2014-04-01 09:41:00 -0500</c>, ISO 8601, and what else is sent: <c>UTC</c> or <c>am</c> at the end, spaces too many, a day
    /// alone. Without a zone it is UTC.
    /// </summary>
    public static DateTimeOffset? Read(string text)
    {
        // The year comes first: of the other forms nobody knows which number is the month.
        var plain = Zulu().Replace(Spaces().Replace(text.Trim(), " "), "Z");
        return Year().IsMatch(plain)
            && DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant
                : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" ?(UTC|Z)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Zulu();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")]
    private static partial Regex Year();
}
