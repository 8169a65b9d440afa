using BadgeFunctions.Sandbox.Credly.Webhooks;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// Delivers events to the organization's webhook address, again and again until they are taken, and goes wrong in the ways that webhooks
/// do: late, twice, in another order, or not at all. Source: credly.com/docs/webhooks.
/// </summary>
internal sealed class CredlyWebhooks(
    WebhookSender sender, CredlyOrganization organization, StateFile state, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Kept<Guid, WebhookDelivery> _deliveries = state.Open<Guid, WebhookDelivery>("credly-deliveries");
    private readonly Dictionary<Guid, ITimer> _timers = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>While false, events are noted in the feed and not delivered: a webhook that never comes.</summary>
    public bool Deliver { get; set; } = true;

    /// <summary>How often each event is delivered.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>How long after the event it is first delivered.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>While true, events wait for <see cref="ReleaseInReverse"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>All deliveries, the earliest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => _deliveries.Values;

    public void Send(CredlyEvent published)
    {
        if (!organization.Wants(published.EventType))
        {
            return;
        }

        for (var copy = 0; copy < Copies; copy++)
        {
            var delivery = new WebhookDelivery(Guid.NewGuid(), published.Id, published.EventType, published.OccurredAt)
            {
                State = Hold ? WebhookState.Held : Deliver ? WebhookState.Waiting : WebhookState.Off,
            };
            _deliveries[delivery.Id] = delivery;
            if (delivery.State is WebhookState.Waiting)
            {
                Start(delivery);
            }
        }
    }

    /// <summary>Delivers what was held back, the last first, each when the one before it was answered.</summary>
    public void ReleaseInReverse()
    {
        Hold = false;
        var held = Deliveries.Where(delivery => delivery.State is WebhookState.Held).Reverse().ToArray();
        foreach (var delivery in held)
        {
            _deliveries[delivery.Id] = delivery with { State = Deliver ? WebhookState.Waiting : WebhookState.Off };
        }

        if (Deliver)
        {
            _ = TryInTurnAsync(held.Select(delivery => delivery.Id));
        }
    }

    /// <summary>Tries a delivery at once, whatever became of it before.</summary>
    /// <returns>Whether there is such a delivery.</returns>
    public bool DeliverNow(Guid id)
    {
        var isKnown = Deliveries.Any(delivery => delivery.Id == id);
        if (isKnown)
        {
            _ = TryAsync(id);
        }

        return isKnown;
    }

    /// <summary>Tries everything at once that waits for its next attempt.</summary>
    public void DeliverNow()
    {
        foreach (var delivery in Deliveries.Where(delivery => delivery.NextAt is not null))
        {
            _ = TryAsync(delivery.Id);
        }
    }

    /// <summary>Tries what an earlier run left undelivered.</summary>
    public void Resume()
    {
        foreach (var delivery in Deliveries.Where(delivery => delivery.State is WebhookState.Waiting))
        {
            _ = TryAsync(delivery.Id);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        lock (_lock)
        {
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }
    }

    private void Start(WebhookDelivery delivery)
    {
        if (Delay > TimeSpan.Zero)
        {
            Schedule(delivery, Delay);
        }
        else
        {
            _ = TryAsync(delivery.Id);
        }
    }

    private async Task TryInTurnAsync(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            await TryAsync(id);
        }
    }

    private async Task TryAsync(Guid id)
    {
        var attempt = await sender.SendAsync(Begin(id), _stopping.Token);
        if (!_stopping.IsCancellationRequested)
        {
            End(id, attempt);
        }
    }

    // Its timer is of no use while it is being tried.
    private WebhookDelivery Begin(Guid id)
    {
        lock (_lock)
        {
            StopTimer(id);
            return _deliveries[id] = _deliveries[id] with { NextAt = null };
        }
    }

    // By hand a delivery may be tried twice at once: taken once is taken.
    private void End(Guid id, WebhookAttempt attempt)
    {
        lock (_lock)
        {
            var tried = _deliveries[id] with { Attempts = [.. _deliveries[id].Attempts, attempt] };
            if (attempt.IsTaken || tried.State is WebhookState.Delivered)
            {
                _deliveries[id] = tried with { State = WebhookState.Delivered };
            }
            else if (WebhookSchedule.PauseAfter(tried.Attempts.Count) is { } pause)
            {
                Schedule(tried, pause);
            }
            else
            {
                _deliveries[id] = tried with { State = WebhookState.GivenUp };
            }
        }
    }

    private void Schedule(WebhookDelivery delivery, TimeSpan pause)
    {
        lock (_lock)
        {
            _deliveries[delivery.Id] = delivery with { State = WebhookState.Waiting, NextAt = clock.GetUtcNow() + pause };
            StopTimer(delivery.Id);
            if (!_stopping.IsCancellationRequested)
            {
                _timers[delivery.Id] = clock.CreateTimer(_ => _ = TryAsync(delivery.Id), null, pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StopTimer(Guid id)
    {
        if (_timers.Remove(id, out var timer))
        {
            timer.Dispose();
        }
    }
}
