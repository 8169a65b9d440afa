namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the embedded host takes from <c>host.json</c>.</summary>
/// <param name="RoutePrefix">The path below which the HTTP functions lie.</param>
/// <param name="DefaultVersion">The version of orchestrations that are started without one.</param>
/// <param name="MaxConcurrentActivities">How many activities run at the same time.</param>
/// <param name="MaxConcurrentOrchestrations">How many orchestrators take a step at the same time.</param>
internal sealed record HostJson(
    string RoutePrefix, string? DefaultVersion, int MaxConcurrentActivities, int MaxConcurrentOrchestrations)
{
    public static HostJson Read(string folder)
    {
        var file = HostSettings.ReadFile("host.json", folder);
        var durableTask = file.GetSection("extensions:durableTask");
        return new HostJson(
            file["extensions:http:routePrefix"] ?? "api",
            durableTask["defaultVersion"],
            Concurrency(durableTask["maxConcurrentActivityFunctions"]),
            Concurrency(durableTask["maxConcurrentOrchestratorFunctions"]));
    }

    // The default is Azure's.
    private static int Concurrency(string? text) => int.TryParse(text, out var value) && value > 0 ? value : 10 * Environment.ProcessorCount;
}
