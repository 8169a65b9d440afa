using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the embedded host takes from <c>host.json</c>.</summary>
/// <param name="RoutePrefix">The path below which the HTTP functions lie.</param>
/// <param name="DefaultVersion">The version of orchestrations that are started without one.</param>
/// <param name="MaxConcurrentActivities">How many activities run at the same time.</param>
/// <param name="MaxConcurrentOrchestrations">How many orchestrators take a step at the same time.</param>
internal sealed record HostJson(
    string RoutePrefix, string? DefaultVersion, int MaxConcurrentActivities, int MaxConcurrentOrchestrations)
{
    public const string FileName = "host.json";

    private const string DefaultRoutePrefix = "api";

    // As on Azure.
    private static readonly int DefaultConcurrency = 10 * Environment.ProcessorCount;

    public static HostJson From(JsonElement? file)
    {
        var durableTask = Find(file, "extensions", "durableTask");
        return new HostJson(
            Text(Find(file, "extensions", "http", "routePrefix")) ?? DefaultRoutePrefix,
            Text(Find(durableTask, "defaultVersion")),
            Number(Find(durableTask, "maxConcurrentActivityFunctions")) ?? DefaultConcurrency,
            Number(Find(durableTask, "maxConcurrentOrchestratorFunctions")) ?? DefaultConcurrency);
    }

    private static string? Text(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Number(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0 ? value : null;

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
