using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>The JSON that pages answer and take where scripts use them.</summary>
internal static class SandboxJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
