using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Takes what is exported as OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
    private readonly WebApplication _web;

    private OtlpReceiver(WebApplication web) => _web = web;

    public string Url => _web.Urls.Single();

    /// <summary>The spans that came in so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans =>
        [.. _requests.Where(request => request.Path == "/v1/traces").SelectMany(request => OtlpTraces.Read(request.Body))];

    /// <summary>The log records that came in so far: category and text.</summary>
    public IReadOnlyList<string> Logs =>
        [.. _requests.Where(request => request.Path == "/v1/logs").SelectMany(request => OtlpTraces.ReadLogs(request.Body))];

    /// <summary>All that came in so far, as far as it is text.</summary>
    public string Text => string.Concat(_requests.Select(request => Encoding.UTF8.GetString(request.Body)));

    /// <summary>The same of one signal: <c>traces</c>, <c>logs</c> or <c>metrics</c>. Protobuf keeps each text in one piece.</summary>
    public string TextOf(string signal) =>
        string.Concat(_requests.Where(request => request.Path == $"/v1/{signal}").Select(request => Encoding.UTF8.GetString(request.Body)));

    public long Bytes => _requests.Sum(request => request.Body.LongLength);

    public IReadOnlySet<string> Paths => _requests.Select(request => request.Path).ToHashSet();

    /// <summary>The settings that make an app export to here.</summary>
    public (string Name, string? Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Url),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._web.MapPost("/v1/{signal}", receiver.TakeAsync);
        await receiver._web.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        _requests.Enqueue((request.Path, body.ToArray()));
        return TypedResults.Bytes([], "application/x-protobuf");
    }
}
