using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The host's spans around functions.</summary>
/// <remarks>Attributes: https://opentelemetry.io/docs/specs/semconv/registry/attributes/faas/.</remarks>
internal static class HostTracing
{
    public const string SourceName = "BadgeFunctions.EmbeddedHost";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A timer function runs.</summary>
    public static Activity? StartTimer(string function) =>
        Source.StartActivity($"timer {function}", ActivityKind.Internal)?.SetTag("faas.trigger", "timer");

    /// <summary>Says on the span that triggered it which function ran.</summary>
    public static void Describe(string function, string invocationId) =>
        Activity.Current?.SetTag("faas.name", function).SetTag("faas.invocation_id", invocationId);

    /// <summary>Exports the host's spans, if an OTLP receiver is set.</summary>
    /// <param name="settings">The settings, with the standard variables.</param>
    /// <param name="appName">The app's name in the telemetry.</param>
    /// <param name="workerIsApart">Whether the worker exports from a process of its own, and not what the host does as well.</param>
    /// <param name="isPublic">Whether a request is one of the app's callers, and not one between host and worker.</param>
    public static TracerProvider? Start(IConfiguration settings, string appName, bool workerIsApart, Func<HttpContext, bool> isPublic)
    {
        if (string.IsNullOrEmpty(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return null;
        }

        var traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))

            // The standard variables, which come last, win.
            .ConfigureResource(resource => resource.AddService(appName).AddEnvironmentVariableDetector())
            .AddSource(SourceName)
            .AddAspNetCoreInstrumentation(requests =>
            {
                requests.Filter = isPublic;
                requests.EnrichWithHttpResponse = (span, response) =>
                    span.SetTag("url.path", RouteOf(response.HttpContext)).SetTag("url.query", null);
            })
            .AddOtlpExporter();

        return (workerIsApart ? traces.AddSource("Microsoft.DurableTask") : traces).Build();
    }

    // A path may carry a secret, such as a link that was mailed to one person; its route never does.
    private static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route ? $"/{route.TrimStart('/')}" : null;
}
