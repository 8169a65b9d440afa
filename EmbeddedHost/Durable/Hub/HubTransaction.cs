using BadgeFunctions.EmbeddedHost.Storage;
using Google.Protobuf;

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

    /// <summary>Appends an event to an instance's log; dropped when the instance, or the execution that it belongs to, has ended.</summary>
    public void Append(Instance instance, int? execution, P.HistoryEvent happened)
    {
        if (instance.HasEnded || (execution ?? instance.Execution) != instance.Execution)
        {
            return;
        }

        var message = new Message(++instance.LastSequence, execution, happened);
        Writer.Append(
            instance.Key, message.Sequence, execution is null ? LogKind.External : LogKind.Internal, Now, through: 0, happened.ToByteArray());
        AfterCommit(() => Hub.Deliver(instance, message));
    }

    /// <summary>Adds an instance, in the place of an ended one of its id.</summary>
    /// <param name="started">What to run: name, version, input, parent, tags, when to start; the instance is named in it.</param>
    /// <param name="refused">The statuses of an ended instance that is not to be replaced.</param>
    /// <returns>Why it was not added; <c>null</c> when it was.</returns>
    public string? TryCreate(P.ExecutionStartedEvent started, IReadOnlyCollection<P.OrchestrationStatus>? refused = null)
    {
        var id = started.OrchestrationInstance.InstanceId;
        if (Find(id) is { } unfinished)
        {
            return AlreadyExists(id, unfinished.Status);
        }

        var instance = new Instance(Hub.NextKey(), id, started) { CreatedAt = Now, IsTooNew = Hub.IsTooNew(started.Version) };
        started.OrchestrationInstance.ExecutionId = instance.ExecutionId;
        instance.Begun = HistoryEvents.Begin(started, Now);
        var startAt = started.ScheduledStartTimestamp?.ToDateTime() is { } later && later > Now ? later : (DateTime?)null;
        if (!Writer.TryInsert(instance.Key, id, instance.Begun, instance.Parent?.Key, startAt, Now))
        {
            var (key, status) = Writer.Find(id)!.Value;
            if (refused?.Contains(status) == true)
            {
                return AlreadyExists(id, status);
            }

            Writer.Delete(key);
            Writer.TryInsert(instance.Key, id, instance.Begun, instance.Parent?.Key, startAt, Now);
        }

        Hub.Add(instance);
        OnRollback(() => Hub.Remove(instance));
        AfterCommit(() => Hub.Begin(instance, startAt));
        return null;
    }

    /// <summary>Ends an instance and tells the orchestration that called it.</summary>
    public void End(Instance instance, P.OrchestrationStatus status, string? output, P.TaskFailureDetails? failure)
    {
        Writer.End(instance.Key, status, output, failure, Now);
        instance.HasEnded = true;
        OnRollback(() =>
        {
            instance.HasEnded = false;
            Hub.Add(instance);
        });
        AfterCommit(() => Hub.Forget(instance, status, failure));
        if (instance.Parent is { } call && Find(call.Id) is { } caller && caller.Key == call.Key)
        {
            Append(caller, call.Execution, status == P.OrchestrationStatus.Completed
                ? HistoryEvents.SubOrchestrationCompleted(call.Task, output, Now)
                : HistoryEvents.SubOrchestrationFailed(
                    call.Task, failure ?? HistoryEvents.Failure("(unknown)", $"Sub-orchestration '{instance.Id}' was terminated."), Now));
        }
    }

    /// <summary>Ends an instance because a client wants so.</summary>
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

        End(instance, P.OrchestrationStatus.Terminated, output, failure: null);
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
        if (Writer.Find(id) is not (var key, P.OrchestrationStatus.Completed or P.OrchestrationStatus.Failed or P.OrchestrationStatus.Terminated))
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

    private static string AlreadyExists(string id, P.OrchestrationStatus status) =>
        $"An orchestration with instance id '{id}' already exists; its status is {status}.";
}
