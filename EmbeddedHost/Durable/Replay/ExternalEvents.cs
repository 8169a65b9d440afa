namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Brings events and those who wait for them together: by name without regard to case, first in, first out.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Queue<EventRaised>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, LinkedList<OpenTask>> _waits = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>The events that nobody has waited for.</summary>
    public IEnumerable<EventRaised> Kept => _kept.Values.SelectMany(events => events);

    /// <summary>Hands an event to the first who waits for it, or keeps it.</summary>
    public void Arrive(EventRaised raised)
    {
        if (_waits.TryGetValue(raised.Name, out var waiting) && waiting.First is { } first)
        {
            waiting.RemoveFirst();
            Waiting--;
            first.Value.Complete(raised.Payload);
        }
        else if (_kept.TryGetValue(raised.Name, out var events))
        {
            events.Enqueue(raised);
        }
        else
        {
            _kept[raised.Name] = new([raised]);
        }
    }

    /// <summary>Takes the first kept event of a name.</summary>
    public bool TryTake(string name, out EventRaised? raised)
    {
        raised = null;
        return _kept.TryGetValue(name, out var events) && events.TryDequeue(out raised);
    }

    /// <summary>Queues up for an event; the result takes the wait back and says whether it was still open.</summary>
    public Func<bool> Wait(string name, OpenTask wait)
    {
        if (!_waits.TryGetValue(name, out var waiting))
        {
            _waits[name] = waiting = new();
        }

        var place = waiting.AddLast(wait);
        Waiting++;
        return () =>
        {
            if (place.List is null)
            {
                return false;
            }

            waiting.Remove(place);
            Waiting--;
            return true;
        };
    }
}
