using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BadgeFunctions.Functions.Telemetry;

/// <summary>
/// Traces, metrics and logs through OpenTelemetry: to an OTLP receiver where the standard variables name one, to Azure Monitor
/// where its connection string is set, and nothing at all where neither is.
/// </summary>
internal static class TelemetryRegistration
{
    /// <summary>The meter of all the app's metrics.</summary>
    public const string MeterName = "BadgeFunctions";

    /// <summary>The source of Durable Task's spans, on both hosts.</summary>
    private const string DurableTaskSource = "Microsoft.DurableTask";

    // https://opentelemetry.io/docs/specs/otel/protocol/exporter/
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // https://learn.microsoft.com/azure/azure-functions/functions-app-settings
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private static readonly string[] Frameworks = ["Azure", "Microsoft", "Polly", "System"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging(Quieten);
        var otlp = IsSet(configuration, OtlpEndpoint);
        var azureMonitor = IsSet(configuration, AzureMonitor);
        if (!otlp && !azureMonitor)
        {
            return services;
        }

        var telemetry = services.AddOpenTelemetry();
        Collect(telemetry);
        if (otlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (azureMonitor)
        {
            telemetry.UseAzureMonitorExporter(monitor =>
                monitor.Credential = IsSet(configuration, AzureMonitorIdentity) ? new DefaultAzureCredential() : null);
        }

        return services;
    }

    private static void Collect(OpenTelemetryBuilder telemetry)
    {
        telemetry.UseFunctionsWorkerDefaults();
        telemetry.WithTracing(traces => traces
            .AddSource(DurableTaskSource)
            .AddHttpClientInstrumentation(KeepSafe)
            .AddProcessor(new RedactingSpanProcessor()));
        telemetry.WithMetrics(metrics => metrics.AddMeter(MeterName).AddHttpClientInstrumentation());
        telemetry.WithLogging(logs => logs.AddProcessor(new RedactingLogProcessor()), logs => logs.IncludeFormattedMessage = true);
    }

    // At Information they write each request with its address, each call and each step: hundreds of lines a badge, to the exporters and
    // to the host. host.json has no say in the worker.
    private static void Quieten(ILoggingBuilder logging)
    {
        foreach (var framework in Frameworks)
        {
            logging.AddFilter(framework, LogLevel.Warning);
        }
    }

    private static void KeepSafe(HttpClientTraceInstrumentationOptions requests)
    {
        requests.EnrichWithHttpRequestMessage = (span, request) =>
            span.SetTag("url.full", request.RequestUri is { } address ? SafeAddress.Of(address) : null);

        // What worker and host say to each other over gRPC has spans with better names.
        requests.FilterHttpRequestMessage = request => request.Content?.Headers.ContentType?.MediaType != "application/grpc";
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
