using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the embedded host takes from <c>host.json</c>.</summary>
/// <param name="RoutePrefix">The path below which the HTTP functions lie.</param>
/// <param name="DefaultVersion">The version of orchestrations that are started without one.</param>
internal sealed record HostJson(string RoutePrefix, string? DefaultVersion)
{
    public const string FileName = "host.json";

    private const string DefaultRoutePrefix = "api";

    public static HostJson From(JsonElement? file) => new(
        Text(file, "extensions", "http", "routePrefix") ?? DefaultRoutePrefix,
        Text(file, "extensions", "durableTask", "defaultVersion"));

    private static string? Text(JsonElement? file, params ReadOnlySpan<string> path) =>
        Find(file, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

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
