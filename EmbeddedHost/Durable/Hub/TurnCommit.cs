using BadgeFunctions.EmbeddedHost.Storage;
using Google.Protobuf;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Commits one turn of an orchestrator: all of it, or nothing.</summary>
internal sealed class TurnCommit(Instance instance, TurnResult turn)
{
    // Written here, off the commit loop's thread.
    private readonly byte[] _stored = turn.Stored.ToByteArray();

    public void Write(HubTransaction transaction)
    {
        if (instance.HasEnded)
        {
            return;
        }

        transaction.Writer.Append(instance.Key, ++instance.LastSequence, LogKind.Turn, turn.At, turn.Through, _stored);
        MarkStarted(transaction);
        if (turn.CustomStatus != instance.CustomStatus)
        {
            transaction.Writer.SetCustomStatus(instance.Key, turn.CustomStatus, transaction.Now);
            transaction.AfterCommit(() => instance.CustomStatus = turn.CustomStatus);
        }

        var execution = instance.Execution;
        transaction.AfterCommit(() => transaction.Hub.EndTurn(instance, execution, turn));
        foreach (var added in turn.Added)
        {
            SendOut(transaction, added);
        }

        if (turn.End is { } end)
        {
            transaction.End(instance, end.OrchestrationStatus, end.Result, end.FailureDetails);
        }
        else if (turn.Restart is { } begun)
        {
            instance.Execution++;
            transaction.OnRollback(() => instance.Execution--);
            transaction.Writer.Restart(instance.Key, instance.Execution, begun, turn.Through, transaction.Now);
        }
    }

    private void MarkStarted(HubTransaction transaction)
    {
        if (instance.HasStarted)
        {
            return;
        }

        instance.HasStarted = true;
        transaction.OnRollback(() => instance.HasStarted = false);
        if (turn.End is null && !instance.IsSuspended)
        {
            transaction.Writer.SetStatus(instance.Key, instance.Status, null, transaction.Now);
        }

        transaction.AfterCommit(() => instance.Started.TrySetResult());
    }

    private void SendOut(HubTransaction transaction, P.HistoryEvent added)
    {
        if (added.EventSent is { } sent && !(turn.Restart is not null && sent.InstanceId == instance.Id))
        {
            if (transaction.Find(sent.InstanceId) is { } receiver)
            {
                transaction.Append(receiver, null, HistoryEvents.Raised(sent.Name, sent.Input, transaction.Now));
            }
        }
        else if (added.SubOrchestrationInstanceCreated is { } call)
        {
            StartSubOrchestration(transaction, added.EventId, call);
        }
    }

    private void StartSubOrchestration(HubTransaction transaction, int task, P.SubOrchestrationInstanceCreatedEvent call)
    {
        var refusal = transaction.TryCreate(new P.ExecutionStartedEvent
        {
            Name = call.Name,
            Version = call.Version,
            Input = call.Input,
            OrchestrationInstance = new() { InstanceId = call.InstanceId },
            ParentInstance = new()
            {
                Name = instance.Name,
                TaskScheduledId = task,
                OrchestrationInstance = new() { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
            },
            ParentTraceContext = call.ParentTraceContext ?? instance.Trace,
            Tags = { call.Tags },
        });
        if (refusal is not null)
        {
            transaction.Append(instance, instance.Execution, HistoryEvents.SubOrchestrationFailed(
                task, HistoryEvents.Failure(typeof(InvalidOperationException).FullName!, refusal), transaction.Now));
        }
    }
}
