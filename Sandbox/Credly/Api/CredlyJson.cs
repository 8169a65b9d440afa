using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Documents as Credly writes them: instants in UTC with milliseconds, such as <c>2014-04-01T14:41:00.000Z</c>.</summary>
internal static partial class CredlyJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new InstantConverter() } };

    /// <summary>
    /// Reads an instant as clients write it: <c>2014-04-01 09:41:00 -0500</c>, ISO 8601, <c>UTC</c> or <c>am</c> at the end, extra spaces, a
    /// day alone. Without a zone it is UTC; null for anything else.
    /// </summary>
    public static DateTimeOffset? Instant(string text)
    {
        // The year has to come first: in other formats day and month are ambiguous.
        var plain = Zulu().Replace(Spaces().Replace(text.Trim(), " "), "Z");
        return Year().IsMatch(plain)
            && DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant
                : null;
    }

    public static string? Day(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" ?(UTC|Z)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Zulu();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")]
    private static partial Regex Year();

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
