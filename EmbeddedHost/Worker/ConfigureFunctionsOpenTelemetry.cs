using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>OpenTelemetry in a function app.</summary>
public static class ConfigureFunctionsOpenTelemetry
{
    private const string PathKey = "url.path";

    /// <summary>Adds the host's own spans and its description as a resource.</summary>
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.ConfigureResource(resource => resource.AddDetector(new HostResource()));
        builder.WithTracing(traces => traces
            .AddSource(HostTracing.SourceName)
            .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = (span, response) =>
                span.SetTag(PathKey, RouteOf(response.HttpContext))));
        builder.WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        return builder;
    }

    // A path may carry a secret, such as a link that was mailed to one person; its route never does.
    private static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route ? $"/{route.TrimStart('/')}" : null;
}
