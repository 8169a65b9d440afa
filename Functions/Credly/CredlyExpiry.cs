using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// When a badge expires: an instant, or never, which Credly writes as <c>false</c>; left out it would be the template's default. Source:
/// credly.com/docs/issued_badges, <c>expires_at</c>.
/// </summary>
/// <param name="At">The instant; null for never.</param>
[JsonConverter(typeof(Converter))]
internal sealed record CredlyExpiry(string? At)
{
    public static CredlyExpiry Never { get; } = new((string?)null);

    /// <summary>At the end of the last day of validity, in UTC.</summary>
    public static CredlyExpiry EndOf(DateOnly? lastDay) => lastDay is { } day
        ? new CredlyExpiry(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T23:59:59Z"))
        : Never;

    private sealed class Converter : JsonConverter<CredlyExpiry>
    {
        public override CredlyExpiry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? new CredlyExpiry(reader.GetString()) : Never;

        public override void Write(Utf8JsonWriter writer, CredlyExpiry value, JsonSerializerOptions options)
        {
            if (value.At is { } at)
            {
                writer.WriteStringValue(at);
            }
            else
            {
                writer.WriteBooleanValue(false);
            }
        }
    }
}
