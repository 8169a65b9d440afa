using OpenTelemetry.Resources;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Names the app in the host's telemetry, unless the standard variables do.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.</remarks>
internal sealed class HostResource(string appName, IConfiguration settings) : IResourceDetector
{
    private const string ServiceName = "service.name";

    public Resource Detect()
    {
        List<KeyValuePair<string, object>> attributes = [new("process.pid", (long)Environment.ProcessId)];
        var given = settings["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
        if (string.IsNullOrEmpty(settings["OTEL_SERVICE_NAME"])
            && !given.Split(',').Any(attribute => attribute.Split('=')[0].Trim() == ServiceName))
        {
            attributes.Add(new(ServiceName, appName));
        }

        return new Resource(attributes);
    }
}
