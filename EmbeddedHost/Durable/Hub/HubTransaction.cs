using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What commands do to instances, and what follows once that is committed. For the commit loop only.</summary>
internal sealed class HubTransaction(TaskHub hub, StoreWriter writer, DateTime now)
{
    private readonly List<Action> _afterCommit = [];
    private readonly List<Action> _onRollback = [];

    public DateTime Now { get; } = now;

    public StoreWriter Writer { get; } = writer;

    public TaskHub Hub { get; } = hub;

    public void AfterCommit(Action effect) => _afterCommit.Add(effect);

    /// <summary>Takes back what a command did to memory.</summary>
    public void OnRollback(Action undo) => _onRollback.Add(undo);

    public void Committed() => _afterCommit.ForEach(static effect => effect());

    public void RolledBack()
    {
        _onRollback.Reverse();
        _onRollback.ForEach(static undo => undo());
    }

    public Instance? Find(string id) => Hub.Find(id) is { HasEnded: false } instance ? instance : null;

    /// <summary>Tells an instance of an event; dropped when the instance, or the execution that it belongs to, has ended.</summary>
    public void Append(Instance instance, int? execution, HistoryEvent happened, string json)
    {
        if (instance.HasEnded || (execution ?? instance.Execution) != instance.Execution)
        {
            return;
        }

        var logged = new LoggedEvent(++instance.LastSequence, execution, happened);
        Writer.Append(instance.Key, logged.Sequence, execution is null ? LogKind.External : LogKind.Internal, Now, json);
        AfterCommit(() => Hub.Deliver(instance, logged));
    }

    /// <summary>Adds an instance, in the place of an ended one of its id.</summary>
    /// <returns>Why it was not added; <c>null</c> when it was.</returns>
    public InvalidOperationException? TryCreate(NewOrchestration start)
    {
        if (Find(start.Id) is { } unfinished)
        {
            return AlreadyExists(start.Id, unfinished.Status);
        }

        var instance = new Instance(Hub.NextKey(), start.Id, start.Name, start.Parent)
        {
            CreatedAt = Now,
            Trace = start.Trace,
            IsTooNew = Hub.IsTooNew(start.Version),
            Start = new OrchestrationStart(start.Name, start.Id, start.Version, start.Parent?.ToPublic(), start.Input, []),
        };
        var row = new NewInstance(
            instance.Key,
            start.Id,
            start.Name,
            start.Version,
            Now,
            start.StartAt,
            start.Parent?.Key,
            HistoryJson.Write(start.Parent),
            HistoryJson.Write(start.Tags),
            start.Trace,
            start.Input);
        if (!Writer.TryInsert(row))
        {
            var (key, status) = Writer.Find(start.Id)!.Value;
            if (start.DedupeStatuses?.Contains(status.ToString(), StringComparer.OrdinalIgnoreCase) == true)
            {
                return AlreadyExists(start.Id, status);
            }

            Writer.Delete(key);
            Writer.TryInsert(row);
        }

        Hub.Add(instance);
        OnRollback(() => Hub.Remove(instance));
        AfterCommit(() => Hub.Begin(instance, start.StartAt));
        return null;
    }

    /// <summary>Ends an instance and tells the orchestration that called it.</summary>
    public void End(Instance instance, Ended end)
    {
        Writer.End(instance.Key, end.Status, end.Output, HistoryJson.Write(end.Failure), Now);
        instance.HasEnded = true;
        OnRollback(() =>
        {
            instance.HasEnded = false;
            Hub.Add(instance);
        });
        AfterCommit(() => Hub.Forget(instance, end));
        if (instance.Parent is { } call && Find(call.Instance) is { } caller && caller.Key == call.Key)
        {
            HistoryEvent happened = end.Status == OrchestrationRuntimeStatus.Completed
                ? new SubOrchestrationCompleted(call.Task, end.Output)
                : new SubOrchestrationFailed(
                    call.Task, end.Failure ?? Failure.Of("(unknown)", $"Sub-orchestration '{instance.Id}' was terminated."));
            Append(caller, call.Execution, happened, HistoryJson.Write(happened));
        }
    }

    /// <summary>Ends an instance at a client's wish.</summary>
    public void Terminate(Instance instance, string? output, bool recursive)
    {
        if (recursive)
        {
            foreach (var child in Writer.FindChildren(instance.Key))
            {
                if (Find(child.Id) is { } unfinished && unfinished.Key == child.Key)
                {
                    Terminate(unfinished, output, recursive);
                }
            }
        }

        End(instance, new Ended(OrchestrationRuntimeStatus.Terminated, output, null));
    }

    /// <summary>Pauses an instance, or lets it go on.</summary>
    public void Suspend(Instance instance, bool suspended, string? reason)
    {
        if (instance.IsSuspended == suspended)
        {
            return;
        }

        instance.IsSuspended = suspended;
        OnRollback(() => instance.IsSuspended = !suspended);
        Writer.SetStatus(instance.Key, instance.Status, suspended ? reason : null, Now);
        AfterCommit(() => Hub.Ready(instance));
    }

    /// <summary>Deletes an instance if it has ended.</summary>
    /// <returns>How many instances were deleted, sub-orchestrations included.</returns>
    public int Purge(string id, bool recursive)
    {
        if (Writer.Find(id) is not (var key, OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated))
        {
            return 0;
        }

        var count = 1;
        if (recursive)
        {
            foreach (var child in Writer.FindChildren(key))
            {
                count += Purge(child.Id, recursive);
            }
        }

        Writer.Delete(key);
        return count;
    }

    private static InvalidOperationException AlreadyExists(string id, OrchestrationRuntimeStatus status) =>
        new($"An orchestration with instance id '{id}' already exists; its status is {status}.");
}
