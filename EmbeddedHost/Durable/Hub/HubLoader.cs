using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Brings back, when the engine starts, every instance that has not ended, and what it waits for.</summary>
internal static class HubLoader
{
    /// <summary>Reads the instances.</summary>
    /// <returns>What is to be done for them once the engine runs.</returns>
    public static IReadOnlyList<Action> Load(TaskHub hub, StoreReader reader, DateTime now)
    {
        hub.SkipKeys(reader.LastKey());
        List<Action> resume = [];
        foreach (var stored in reader.FindUnfinished())
        {
            Load(hub, stored, ExecutionHistory.Of(reader.ReadLog(stored.Key), stored.Execution), now, resume);
        }

        return resume;
    }

    private static void Load(TaskHub hub, StoredInstance stored, ExecutionHistory history, DateTime now, List<Action> resume)
    {
        var instance = new Instance(stored.Key, stored.Id, stored.Name, HistoryJson.ReadParent(stored.Parent))
        {
            CreatedAt = stored.CreatedAt,
            Trace = stored.Trace,
            Execution = stored.Execution,
            HasStarted = history.HasRestarted || history.Turns.Count > 0,
            IsTooNew = hub.IsTooNew(stored.Version),
            IsSuspended = stored.Status == OrchestrationRuntimeStatus.Suspended,
            Inbox = [.. history.Unread],
            LastSequence = history.LastSequence,
            Through = history.Through,
            LastTurnAt = history.Turns.Count > 0 ? history.Turns[^1].At : default,
        };
        if (instance.HasStarted)
        {
            instance.Started.Reach();
        }

        hub.Add(instance);
        if (history.Turns.Count == 0)
        {
            hub.Begin(instance, !instance.HasStarted && stored.StartAt > now ? stored.StartAt : null);
        }

        hub.Ready(instance);
        foreach (var open in history.FindOpen())
        {
            switch (open)
            {
                case CallActivity call:
                    resume.Add(() => hub.RunActivity(instance, instance.Execution, call));
                    break;
                case StartTimer timer:
                    hub.KeepTimer(instance, timer);
                    break;
            }
        }
    }
}
