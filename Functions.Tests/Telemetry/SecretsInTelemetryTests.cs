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
    public async Task Frameworks_log_nothing_below_a_warning_and_the_app_does()
    {
        Write(LoggerOf(AspNetCore), "Request starting");
        Write(LoggerOf("Microsoft.DurableTask.Worker.Activities"), "A step");
        Write(LoggerOf("System.Net.Http.HttpClient.Credly"), "A call");
        Write(LoggerOf("Polly"), "An attempt");
        Write(LoggerOf("BadgeFunctions.Functions.Workflow.IssueBadge"), "The app's own");

        var logs = await LogsAsync();
        Assert.Contains("The app's own", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("Request starting", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("A step", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("A call", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("An attempt", logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_record_of_any_level_keeps_no_secret_in_message_attributes_or_exception()
    {
        WriteFailure(
            LoggerOf(AspNetCore),
            new InvalidOperationException($"GET /sign-in/{Secret} failed"),
            new PathString($"/claim/{Secret}/proceed"),
            new QueryString($"?code={Secret}"),
            new Uri($"https://localhost/accept/{Secret}"));

        var logs = await LogsAsync();
        Assert.Contains("/claim/[link]/proceed", logs, StringComparison.Ordinal);
        Assert.Contains("?code=[key]", logs, StringComparison.Ordinal);
        Assert.Contains("GET /sign-in/[link] failed", logs, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_keeps_no_secret()
    {
        var provider = _services.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource("Microsoft.Azure.Functions.Worker");
        using (var span = source.StartActivity($"POST /claim/{Secret}"))
        {
            Assert.True(span!.Recorded);
            span.SetTag("url.full", $"http://localhost/claim/{Secret}?code={Secret}");
            span.SetTag("url.path", new PathString($"/accept/{Secret}"));
            span.SetTag("url.query", $"code={Secret}");
            span.SetTag("http.target", $"/sign-in/{Secret}");
            span.SetTag("http.route", "claim/{link}");
            span.SetStatus(ActivityStatusCode.Error, $"/claim/{Secret}");
        }

        Assert.True(provider.ForceFlush());

        var kept = await ReceivedAsync("traces");
        Assert.Contains("http://localhost/claim/[link]?code=[key]", kept, StringComparison.Ordinal);
        Assert.Contains("claim/{link}", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, kept, StringComparison.Ordinal);
    }

    private ILogger LoggerOf(string category) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private async Task<string> LogsAsync()
    {
        Assert.True(_services.GetRequiredService<LoggerProvider>().ForceFlush());
        return await ReceivedAsync("logs");
    }

    // A flush ends when all is sent, which can be before it is received.
    private async Task<string> ReceivedAsync(string signal)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string text;
        while ((text = _receiver.TextOf(signal)).Length == 0)
        {
            await Task.Delay(15, patience.Token);
        }

        return text;
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Write(ILogger logger, string text);

    [LoggerMessage(2, LogLevel.Error, "Request POST {Path}{QueryString} {Address}")]
    private static partial void WriteFailure(ILogger logger, Exception exception, PathString path, QueryString queryString, Uri address);
}
