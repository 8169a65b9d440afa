using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Inputs, outputs, events and custom status as JSON, with Durable Task's serializer settings.</summary>
internal static class Payload
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);
}
