using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the embedded host takes from <c>host.json</c>.</summary>
/// <param name="RoutePrefix">The path below which the HTTP functions lie.</param>
internal sealed record HostJson(string RoutePrefix)
{
    public const string FileName = "host.json";

    private const string DefaultRoutePrefix = "api";

    public static HostJson From(JsonElement? file) => new(
        Find(file, "extensions", "http", "routePrefix") is { ValueKind: JsonValueKind.String } prefix
            ? prefix.GetString()!
            : DefaultRoutePrefix);

    private static JsonElement? Find(JsonElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element is not { ValueKind: JsonValueKind.Object } parent || !parent.TryGetProperty(name, out var child))
            {
                return null;
            }

            element = child;
        }

        return element;
    }
}
