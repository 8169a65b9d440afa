using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Hosting;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The host's spans of orchestrations, with the names and attributes of Durable Task's own.</summary>
/// <remarks>
/// All that an orchestration does belongs to the trace that started it, as children of the span that created it: that one is
/// exported at once, while the orchestration's own span is known only at its end, months later perhaps.
/// Source: https://github.com/Azure/durabletask/tree/main/src/DurableTask.Core/Tracing.
/// </remarks>
internal static class DurableTracing
{
    private const string TypeKey = "durabletask.type";
    private const string NameKey = "durabletask.task.name";
    private const string InstanceKey = "durabletask.task.instance_id";
    private const string StatusKey = "durabletask.task.status";
    private const string TaskKey = "durabletask.task.task_id";

    private static readonly ActivitySource Source = new(HostTracing.SourceName);

    /// <summary>An activity runs.</summary>
    public static Activity? StartActivity(Instance instance, P.HistoryEvent call) =>
        StartChild(instance, $"activity:{call.TaskScheduled.Name}", ActivityKind.Server)
            ?.SetTag(TypeKey, "activity")
            .SetTag(NameKey, call.TaskScheduled.Name)
            .SetTag(TaskKey, call.EventId);

    /// <summary>An orchestration received an event; links to the span that raised it.</summary>
    public static void Received(Instance instance, string name, string? raisedBy)
    {
        var links = ActivityContext.TryParse(raisedBy, null, out var raiser) ? new[] { new ActivityLink(raiser) } : null;
        using var span = StartChild(instance, $"orchestration_event:{name}", ActivityKind.Consumer, links: links)
            ?.SetTag(TypeKey, "event")
            .SetTag(NameKey, name);
    }

    /// <summary>An orchestration has ended.</summary>
    public static void Ended(Instance instance, P.OrchestrationStatus status, P.TaskFailureDetails? failure)
    {
        using var span = StartChild(instance, $"orchestration:{instance.Name}", ActivityKind.Server, instance.CreatedAt)
            ?.SetTag(TypeKey, "orchestration")
            .SetTag(NameKey, instance.Name)
            .SetTag(StatusKey, status.ToString());
        if (failure is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
        }
    }

    // Instances that nobody traces begin no traces of their own.
    private static Activity? StartChild(
        Instance instance, string name, ActivityKind kind, DateTime startTime = default, ActivityLink[]? links = null) =>
        ActivityContext.TryParse(instance.Trace?.TraceParent, instance.Trace?.TraceState, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent, links: links, startTime: startTime)?.SetTag(InstanceKey, instance.Id)
            : null;
}
