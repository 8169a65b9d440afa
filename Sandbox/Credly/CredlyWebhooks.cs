using System.Collections.Concurrent;
using System.Net;
using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// Delivers events to the app, "progressively less frequent" for 25 days until they are answered 200, and fails as webhooks do: late,
/// twice, in another order, or not at all. Source: credly.com/docs/webhooks.
/// </summary>
internal sealed class CredlyWebhooks(IHttpClientFactory http, CredlyLinks links, StateFile state, TimeProvider clock) : IDisposable
{
    // Assumed: no numbers are documented. Short at first, so that an app that is starting is reached within seconds.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    // Each pause is twice as long as the one before: together with the last of these they are 25 days.
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(12.5);

    private readonly Kept<Guid, Delivery> _waiting = state.Open<Guid, Delivery>("credly-webhooks");
    private readonly ConcurrentStack<Delivery> _held = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>While false, events are kept in the feed and not delivered: a webhook that never comes.</summary>
    public bool Deliver { get; set; } = true;

    /// <summary>How often each event is delivered.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>While true, events wait for <see cref="ReleaseInReverse"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>How long the receiver may take, in real time: it is a real process. Assumed: the documentation only warns of slow answers.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    public void Send(CredlyEvent published)
    {
        for (var copy = 0; copy < Copies; copy++)
        {
            var delivery = new Delivery(Guid.NewGuid(), published);
            if (Hold)
            {
                _held.Push(delivery);
            }
            else if (Deliver)
            {
                _waiting[delivery.Id] = delivery;
                _ = DeliverAsync(delivery);
            }
        }
    }

    /// <summary>Delivers what was held back, last first, each after the one before it was taken.</summary>
    public void ReleaseInReverse()
    {
        Hold = false;
        _ = ReleaseAsync();
    }

    /// <summary>Delivers what an earlier run left undelivered.</summary>
    public void Resume()
    {
        foreach (var delivery in _waiting.Values)
        {
            _ = DeliverAsync(delivery);
        }
    }

    public void Dispose() => _stopping.Cancel();

    private async Task ReleaseAsync()
    {
        while (_held.TryPop(out var delivery))
        {
            await DeliverAsync(delivery);
        }
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        for (var pause = FirstPause; !await IsTakenAsync(delivery.Event) && pause <= LongestPause; pause *= 2)
        {
            await Task.Delay(pause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_stopping.IsCancellationRequested)
        {
            _waiting.Remove(delivery.Id, out _);
        }
    }

    private async Task<bool> IsTakenAsync(CredlyEvent published)
    {
        try
        {
            using var client = http.CreateClient();
            client.Timeout = Patience;
            var body = new
            {
                id = published.Id,
                organization_id = links.OrganizationId,
                event_type = published.EventType,
                occurred_at = published.OccurredAt,
            };
            using var response = await client.PostAsJsonAsync(links.Webhook, body, CredlyJson.Options, _stopping.Token);
            return response.StatusCode is HttpStatusCode.OK;
        }
        // There is no address until the app listens.
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException)
        {
            // Nothing is tried again once the stand-in stops.
            return _stopping.IsCancellationRequested;
        }
    }

    private sealed record Delivery(Guid Id, CredlyEvent Event);
}
