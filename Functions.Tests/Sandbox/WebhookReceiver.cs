using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Where webhooks are delivered to, with answers that a test chooses.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What a delivery is answered; it may take its time.</summary>
    public Func<Task<int>> Answer { get; set; } = () => Task.FromResult(200);

    public string Address => _app.Urls.First();

    /// <summary>What came, in its order.</summary>
    public ConcurrentQueue<JsonElement> Received { get; } = [];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/webhooks/{sender}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(JsonElement body)
    {
        Received.Enqueue(body);
        return Results.StatusCode(await Answer());
    }
}
