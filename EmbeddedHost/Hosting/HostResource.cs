using System.Reflection;
using OpenTelemetry.Resources;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Names the app in its telemetry, unless the standard variables do.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.</remarks>
internal sealed class HostResource : IResourceDetector
{
    private const string ServiceName = "service.name";
    private const string ServiceVersion = "service.version";

    public Resource Detect()
    {
        var app = Assembly.GetEntryAssembly()?.GetName();
        var given = Environment.GetEnvironmentVariable("OTEL_RESOURCE_ATTRIBUTES") ?? string.Empty;
        List<KeyValuePair<string, object>> attributes = [new("process.pid", (long)Environment.ProcessId)];
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME")) && !IsGiven(given, ServiceName))
        {
            attributes.Add(new(ServiceName, app?.Name ?? "unknown"));
        }

        if (!IsGiven(given, ServiceVersion))
        {
            attributes.Add(new(ServiceVersion, app?.Version?.ToString() ?? "unknown"));
        }

        return new Resource(attributes);
    }

    private static bool IsGiven(string attributes, string name) =>
        attributes.Split(',').Any(attribute => attribute.Split('=')[0].Trim() == name);
}
