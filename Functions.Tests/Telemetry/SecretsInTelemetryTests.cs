using System.Diagnostics;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace BadgeFunctions.Functions.Tests.Telemetry;

/// <summary>What the app's exporters send, read on the other side.</summary>
public sealed partial class SecretsInTelemetryTests : IAsyncLifetime
{
    private const string AspNetCore = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string Secret = "s3cret";

    private OtlpReceiver _receiver = null!;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_receiver.Settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddTelemetry(configuration)
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public void Frameworks_log_nothing_below_a_warning_and_the_app_does()
    {
        Write(LoggerOf(AspNetCore), "Request starting");
        Write(LoggerOf("Microsoft.DurableTask.Worker.Activities"), "A step");
        Write(LoggerOf("System.Net.Http.HttpClient.Credly"), "A call");
        Write(LoggerOf("Polly"), "An attempt");
        Write(LoggerOf("BadgeFunctions.Functions.Issuing.RecordBadge"), "The app's own");

        var logs = Logs();
        Assert.Contains("The app's own", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("Request starting", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("A step", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("A call", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("An attempt", logs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_record_of_any_level_keeps_no_secret_in_message_attributes_or_exception()
    {
        WriteFailure(
            LoggerOf(AspNetCore),
            new InvalidOperationException($"GET /sign-in/{Secret} failed"),
            new PathString($"/claim/{Secret}/proceed"),
            new QueryString($"?code={Secret}"),
            new Uri($"https://localhost/accept/{Secret}"));

        var logs = Logs();
        Assert.Contains("/claim/[link]/proceed", logs, StringComparison.Ordinal);
        Assert.Contains("?code=[key]", logs, StringComparison.Ordinal);
        Assert.Contains("GET /sign-in/[link] failed", logs, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, logs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_keeps_no_secret()
    {
        var provider = _services.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource("Microsoft.Azure.Functions.Worker");
        using (var span = source.StartActivity($"POST /claim/{Secret}"))
        {
            span!.SetTag("url.full", $"http://localhost/claim/{Secret}?code={Secret}");
            span.SetTag("url.path", new PathString($"/accept/{Secret}"));
            span.SetTag("url.query", $"code={Secret}");
            span.SetTag("http.target", $"/sign-in/{Secret}");
            span.SetTag("http.route", "claim/{link}");
            span.SetStatus(ActivityStatusCode.Error, $"/claim/{Secret}");
        }

        provider.ForceFlush();

        var kept = _receiver.TextOf("traces");
        Assert.Contains("http://localhost/claim/[link]?code=[key]", kept, StringComparison.Ordinal);
        Assert.Contains("claim/{link}", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, kept, StringComparison.Ordinal);
    }

    private ILogger LoggerOf(string category) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private string Logs()
    {
        _services.GetRequiredService<LoggerProvider>().ForceFlush();
        return _receiver.TextOf("logs");
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Write(ILogger logger, string text);

    [LoggerMessage(2, LogLevel.Error, "Request POST {Path}{QueryString} {Address}")]
    private static partial void WriteFailure(ILogger logger, Exception exception, PathString path, QueryString queryString, Uri address);
}
