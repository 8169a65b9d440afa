using System.Diagnostics;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The engine's spans, with the source, names and attributes of Durable Task's own.</summary>
/// <remarks>
/// All that an orchestration does belongs to the trace that started it, as children of the span that created it: that one is
/// exported at once, while the orchestration's own span is known only at its end, months later perhaps.
/// Source: https://github.com/microsoft/durabletask-dotnet/tree/main/src/Shared/Grpc/Tracing.
/// </remarks>
internal static class DurableTracing
{
    public const string SourceName = "Microsoft.DurableTask";

    private const string TypeKey = "durabletask.type";
    private const string NameKey = "durabletask.task.name";
    private const string VersionKey = "durabletask.task.version";
    private const string InstanceKey = "durabletask.task.instance_id";
    private const string StatusKey = "durabletask.task.status";
    private const string TaskKey = "durabletask.task.task_id";
    private const string TargetKey = "durabletask.event.target_instance_id";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A client starts an orchestration.</summary>
    public static Activity? StartCreate(string name, string? version, string instanceId) => Source
        .StartActivity(SpanName("create_orchestration", name, version), ActivityKind.Producer)
        ?.SetTag(TypeKey, "orchestration")
        .SetTag(NameKey, name)
        .SetTag(VersionKey, version)
        .SetTag(InstanceKey, instanceId);

    /// <summary>A client raises an event.</summary>
    public static Activity? StartRaise(string name, string instanceId) => Source
        .StartActivity(SpanName("orchestration_event", name), ActivityKind.Producer)
        ?.SetTag(TypeKey, "event")
        .SetTag(NameKey, name)
        .SetTag(TargetKey, instanceId);

    /// <summary>An activity runs.</summary>
    public static Activity? StartActivity(Instance instance, CallActivity call) =>
        StartChild(instance, SpanName("activity", call.Name), ActivityKind.Server)
            ?.SetTag(TypeKey, "activity")
            .SetTag(NameKey, call.Name)
            .SetTag(TaskKey, call.Task);

    /// <summary>An orchestrator hears of an event; links to the trace of who raised it.</summary>
    public static void Received(Instance instance, EventRaised raised)
    {
        var links = raised.Trace is { } trace && ActivityContext.TryParse(trace, null, out var raiser)
            ? new[] { new ActivityLink(raiser) }
            : null;
        using var span = StartChild(instance, SpanName("orchestration_event", raised.Name), ActivityKind.Consumer, links: links)
            ?.SetTag(TypeKey, "event")
            .SetTag(NameKey, raised.Name);
    }

    /// <summary>An orchestration has ended.</summary>
    public static void Ended(Instance instance, Ended end)
    {
        using var span = StartChild(
            instance, SpanName("orchestration", instance.Name), ActivityKind.Server, instance.CreatedAt)
            ?.SetTag(TypeKey, "orchestration")
            .SetTag(NameKey, instance.Name)
            .SetTag(StatusKey, end.Status.ToString());
        if (end.Failure is { } failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
    }

    // Instances that nobody traces begin no traces of their own.
    private static Activity? StartChild(
        Instance instance, string name, ActivityKind kind, DateTime startTime = default, ActivityLink[]? links = null) =>
        instance.Trace is { } trace && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent, links: links, startTime: startTime)?.SetTag(InstanceKey, instance.Id)
            : null;

    private static string SpanName(string what, string name, string? version = null) =>
        string.IsNullOrEmpty(version) ? $"{what}:{name}" : $"{what}:{name}@({version})";
}
