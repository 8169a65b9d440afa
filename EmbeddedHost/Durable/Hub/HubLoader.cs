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
            Load(hub, stored, ExecutionHistory.Of(stored.Begun, reader.ReadLog(stored.Key), stored.Execution), now, resume);
        }

        return resume;
    }

    private static void Load(TaskHub hub, StoredInstance stored, ExecutionHistory history, DateTime now, List<Action> resume)
    {
        var isNew = history.Past.Count == 0;
        var instance = new Instance(stored.Key, stored.Id, stored.Started)
        {
            CreatedAt = stored.CreatedAt,
            Execution = stored.Execution,
            HasStarted = stored.Execution > 0 || !isNew,
            IsTooNew = hub.IsTooNew(stored.Started.Version),
            CustomStatus = stored.CustomStatus,
            IsSuspended = stored.Status == P.OrchestrationStatus.Suspended,
            Begun = isNew ? stored.Begun : null,
            Inbox = history.Unread,
            LastSequence = history.LastSequence,
            Through = history.Through,
            LastTurnAt = history.LastTurnAt,
        };
        if (instance.HasStarted)
        {
            instance.Started.TrySetResult();
        }

        hub.Add(instance);
        if (isNew)
        {
            hub.Begin(instance, !instance.HasStarted && stored.StartAt > now ? stored.StartAt : null);
        }

        hub.Ready(instance);
        foreach (var open in history.Open)
        {
            if (open.TaskScheduled is not null)
            {
                resume.Add(() => hub.RunActivity(instance, instance.Execution, open));
            }
            else
            {
                hub.KeepTimer(instance, open);
            }
        }
    }
}
