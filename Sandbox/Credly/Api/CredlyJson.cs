using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Documents as Credly writes them: instants in UTC with milliseconds, such as <c>2014-04-01T14:41:00.000Z</c>.</summary>
internal static class CredlyJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new InstantConverter() } };

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CredlyInstant.Write(value));
    }
}
