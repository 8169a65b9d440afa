namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Which orchestrators stay in memory between their steps: those that went on last. The commit loop's.</summary>
internal sealed class LiveCache(int capacity)
{
    private readonly LinkedList<Instance> byUse = new();

    public void Keep(Instance instance)
    {
        Drop(instance);
        instance.CachePlace = byUse.AddLast(instance);
        for (var candidate = byUse.First; byUse.Count > capacity && candidate is not null;)
        {
            var next = candidate.Next;
            if (!candidate.Value.IsTakingTurn)
            {
                candidate.Value.Live = null;
                Drop(candidate.Value);
            }

            candidate = next;
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
