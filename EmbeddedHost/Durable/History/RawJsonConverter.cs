using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Puts a payload into a history record as the JSON that it is already, not as text in text.</summary>
internal sealed class RawJsonConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value, skipInputValidation: true);
}
