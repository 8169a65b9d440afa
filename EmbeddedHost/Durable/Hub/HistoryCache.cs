namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Which histories stay in memory between turns: those of the instances that went on last. The commit loop's.</summary>
internal sealed class HistoryCache(int capacity)
{
    // Bounds the search when everything is in use; what is left over is dropped later.
    private const int MostLooks = 4;

    private readonly LinkedList<Instance> _byUse = new();

    public void Keep(Instance instance)
    {
        Drop(instance);
        instance.CachePlace = _byUse.AddLast(instance);
        for (var looks = 0; _byUse.Count > capacity && looks < MostLooks && _byUse.First is { } oldest; looks++)
        {
            _byUse.RemoveFirst();
            if (oldest.Value.IsTakingTurn)
            {
                // In use right now, so not the least used after all.
                _byUse.AddLast(oldest);
            }
            else
            {
                oldest.Value.CachePlace = null;
                oldest.Value.History = null;
            }
        }
    }

    public void Drop(Instance instance)
    {
        if (instance.CachePlace is { } place)
        {
            _byUse.Remove(place);
            instance.CachePlace = null;
        }
    }
}
