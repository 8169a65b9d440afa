using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using BadgeFunctions.Sandbox.Credly.Api;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// Delivers events to the organization's webhook address. Only 200 counts; everything else is tried again at growing intervals.
/// Source: credly.com/docs/webhooks.
/// </summary>
internal sealed partial class CredlyWebhooks(
    IHttpClientFactory http, CredlyOrganization organization, ILogger<CredlyWebhooks> logger) : BackgroundService
{
    private const int MaxAttempts = 30;

    private readonly ConcurrentStack<CredlyEvent> _held = new();
    private readonly Channel<CredlyEvent> _events = Channel.CreateUnbounded<CredlyEvent>();

    /// <summary>While false, events are noted in the feed and not delivered: a webhook that never comes.</summary>
    public bool Deliver { get; set; } = true;

    /// <summary>How often each event is delivered.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>While true, events wait for <see cref="ReleaseInReverse"/>.</summary>
    public bool Hold { get; set; }

    public void Send(CredlyEvent published)
    {
        if (!organization.Wants(published.EventType))
        {
            return;
        }

        if (Hold)
        {
            _held.Push(published);
        }
        else if (Deliver)
        {
            for (var copy = 0; copy < Copies; copy++)
            {
                _events.Writer.TryWrite(published);
            }
        }
    }

    /// <summary>Delivers what was held back, the last first.</summary>
    public void ReleaseInReverse()
    {
        Hold = false;
        while (_held.TryPop(out var published))
        {
            Send(published);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var published in _events.Reader.ReadAllAsync(stoppingToken))
        {
            _ = DeliverAsync(published, stoppingToken);
        }
    }

    private async Task DeliverAsync(CredlyEvent published, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await TryDeliverAsync(published, cancellationToken))
            {
                return;
            }

            // Real seconds also where tests set the clock: the other side is a real process that may be starting.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 << Math.Min(attempt, 5), 5000)), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryDeliverAsync(CredlyEvent published, CancellationToken cancellationToken)
    {
        if (organization.WebhookUrl is not { } target)
        {
            return true;
        }

        try
        {
            using var client = http.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(10);
            using var response = await client.PostAsJsonAsync(
                target,
                new
                {
                    id = published.Id,
                    organization_id = organization.Id,
                    event_type = published.EventType,
                    occurred_at = published.OccurredAt,
                },
                CredlyJson.Options,
                cancellationToken);
            return response.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            LogNotDelivered(logger, published.EventType, e.Message);
            return cancellationToken.IsCancellationRequested;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The event {EventType} was not delivered: {Reason}")]
    private static partial void LogNotDelivered(ILogger logger, string eventType, string reason);
}
