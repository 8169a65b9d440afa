using System.Text;
using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Inputs, outputs, events and custom status as JSON, with Durable Task's serializer settings.</summary>
internal static class Payload
{
    /// <summary>The most UTF-8 bytes that one payload may take.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MostBytesPerChar = 3;

    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    /// <summary>Writes a payload and refuses one that is too large.</summary>
    /// <param name="value">The payload.</param>
    /// <param name="what">Names the payload in the error.</param>
    /// <exception cref="ArgumentException">The payload is larger than <see cref="MaxBytes"/>.</exception>
    public static string? Write(object? value, string what)
    {
        if (value is null)
        {
            return null;
        }

        var json = JsonSerializer.Serialize(value, Options);
        if (json.Length > MaxBytes / MostBytesPerChar && Encoding.UTF8.GetByteCount(json) is var bytes and > MaxBytes)
        {
            throw new ArgumentException($"The {what} is {bytes:N0} bytes of JSON; at most 1 MiB ({MaxBytes:N0} bytes) is allowed.");
        }

        return json;
    }

    public static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);
}
