using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>
/// The <c>webhook-id</c> of an announcement: derived from what happened, so that it is the same however often it is announced. It
/// begins with the reversed instant, so that a table lists the newest first.
/// </summary>
internal static class AnnouncementId
{
    private const string Prefix = "msg_";
    private const int Digits = 32;

    public static string Of(DateTimeOffset at, params string[] what) =>
        $"{Before(at)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', what))).AsSpan(0, 8))}";

    /// <summary>What the ids of an instant begin with; the ids of all earlier instants are greater.</summary>
    public static string Before(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DateTime.MaxValue.Ticks - at.UtcTicks:x16}");

    /// <summary>Whether the text has the form of such an id.</summary>
    public static bool IsId(string? text) =>
        text is not null
        && text.Length == Prefix.Length + Digits
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length..].All(char.IsAsciiHexDigitLower);
}
