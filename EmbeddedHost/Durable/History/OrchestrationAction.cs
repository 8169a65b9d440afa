using System.Text.Json.Serialization;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Something that an orchestrator decided to do. A closed set; a replay must decide the same again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(CallActivity), "call-activity")]
[JsonDerivedType(typeof(CallSubOrchestration), "call-sub-orchestration")]
[JsonDerivedType(typeof(StartTimer), "start-timer")]
[JsonDerivedType(typeof(CancelTimer), "cancel-timer")]
[JsonDerivedType(typeof(SendEvent), "send-event")]
internal abstract record OrchestrationAction
{
    /// <summary>Whether a replay that decided <paramref name="other"/> still does what this one did.</summary>
    public bool IsSameStepAs(OrchestrationAction other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    public sealed override string ToString() => this switch
    {
        CallActivity call => $"activity '{call.Name}' (#{call.Task})",
        CallSubOrchestration call => $"sub-orchestration '{call.Name}' (#{call.Task})",
        StartTimer timer => $"timer (#{timer.Timer})",
        CancelTimer timer => $"cancellation of timer (#{timer.Timer})",
        SendEvent sent => $"event '{sent.Name}' to '{sent.Instance}'",
        _ => GetType().Name,
    };
}

internal sealed record CallActivity(
    int Task, string Name, [property: JsonConverter(typeof(RawJsonConverter))] string? Input) : OrchestrationAction;

internal sealed record CallSubOrchestration(
    int Task,
    string Name,
    string Instance,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Input,
    string? Version,
    IReadOnlyDictionary<string, string>? Tags) : OrchestrationAction;

internal sealed record StartTimer(int Timer, DateTime FireAt) : OrchestrationAction;

internal sealed record CancelTimer(int Timer) : OrchestrationAction;

internal sealed record SendEvent(
    string Instance, string Name, [property: JsonConverter(typeof(RawJsonConverter))] string? Payload) : OrchestrationAction;
