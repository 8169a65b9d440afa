using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Commits one step of an orchestrator: all of it, or nothing.</summary>
internal sealed class TurnCommit(Instance instance, OrchestratorExecution? execution, TurnResult result, long through)
{
    // Written here, off the commit loop's thread.
    private readonly string _turn = HistoryJson.Write(new Turn(result.At, through, result.Actions));

    public void Write(HubTransaction transaction)
    {
        if (instance.HasEnded)
        {
            return;
        }

        transaction.Writer.Append(instance.Key, ++instance.LastSequence, LogKind.Turn, result.At, _turn);
        MarkStarted(transaction);
        if (result.CustomStatus is { } customStatus)
        {
            transaction.Writer.SetCustomStatus(instance.Key, customStatus.Json, transaction.Now);
        }

        var number = instance.Execution;
        transaction.AfterCommit(() => transaction.Hub.EndTurn(instance, number, execution, result, through));
        SendOut(transaction);
        switch (result.Outcome)
        {
            case Ended end:
                transaction.End(instance, end);
                break;
            case Restarted restart:
                Restart(transaction, restart);
                break;
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
        if (result.Outcome is not Ended && !instance.IsSuspended)
        {
            transaction.Writer.SetStatus(instance.Key, instance.Status, null, transaction.Now);
        }

        transaction.AfterCommit(instance.Started.Reach);
    }

    private void SendOut(HubTransaction transaction)
    {
        foreach (var action in result.Actions)
        {
            switch (action)
            {
                case SendEvent sent when transaction.Find(sent.Instance) is { } receiver:
                    var raised = new EventRaised(sent.Name, sent.Payload, instance.Trace);
                    transaction.Append(receiver, null, raised, HistoryJson.Write(raised));
                    break;
                case CallSubOrchestration call:
                    StartSubOrchestration(transaction, call);
                    break;
            }
        }
    }

    private void StartSubOrchestration(HubTransaction transaction, CallSubOrchestration call)
    {
        var refusal = transaction.TryCreate(new NewOrchestration(call.Instance, call.Name, call.Version, call.Input)
        {
            Tags = call.Tags,
            Trace = instance.Trace,
            Parent = new ParentLink(instance.Id, instance.Name, instance.Key, instance.Execution, call.Task),
        });
        if (refusal is not null)
        {
            var failed = new SubOrchestrationFailed(call.Task, Failure.Of(refusal));
            transaction.Append(instance, instance.Execution, failed, HistoryJson.Write(failed));
        }
    }

    private void Restart(HubTransaction transaction, Restarted restart)
    {
        instance.Execution++;
        transaction.OnRollback(() => instance.Execution--);
        transaction.Writer.Restart(instance.Key, instance.Execution, restart.Version, restart.Input, through, transaction.Now);
        transaction.Writer.Append(
            instance.Key,
            ++instance.LastSequence,
            LogKind.Restart,
            transaction.Now,
            HistoryJson.Write(new ExecutionRestarted(through, restart.Events)));
    }
}
