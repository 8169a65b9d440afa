namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Which orchestrators stay in memory between their steps: those that went on last. The commit loop's.</summary>
internal sealed class LiveCache(int capacity)
{
    // Bounds the search when everything is in use; what is left over is dropped later.
    private const int MostLooks = 4;

    private readonly LinkedList<Instance> byUse = new();

    public void Keep(Instance instance)
    {
        Drop(instance);
        instance.CachePlace = byUse.AddLast(instance);
        for (var looks = 0; byUse.Count > capacity && looks < MostLooks && byUse.First is { } oldest; looks++)
        {
            byUse.RemoveFirst();
            if (oldest.Value.IsTakingTurn)
            {
                // In use right now, so not the least used after all.
                byUse.AddLast(oldest);
            }
            else
            {
                oldest.Value.CachePlace = null;
                oldest.Value.Live = null;
            }
        }
    }

    public void Drop(Instance instance)
    {
        if (instance.CachePlace is { } place)
        {
            byUse.Remove(place);
            instance.CachePlace = null;
        }
    }
}
