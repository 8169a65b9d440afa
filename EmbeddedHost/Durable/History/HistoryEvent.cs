using System.Text.Json.Serialization;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Something that happened to an instance and that its orchestrator is to hear of. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(ActivityCompleted), "activity-completed")]
[JsonDerivedType(typeof(ActivityFailed), "activity-failed")]
[JsonDerivedType(typeof(SubOrchestrationCompleted), "sub-orchestration-completed")]
[JsonDerivedType(typeof(SubOrchestrationFailed), "sub-orchestration-failed")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(EventRaised), "event-raised")]
internal abstract record HistoryEvent;

internal sealed record ActivityCompleted(int Task, [property: JsonConverter(typeof(RawJsonConverter))] string? Output) : HistoryEvent;

internal sealed record ActivityFailed(int Task, Failure Failure) : HistoryEvent;

internal sealed record SubOrchestrationCompleted(int Task, [property: JsonConverter(typeof(RawJsonConverter))] string? Output) : HistoryEvent;

internal sealed record SubOrchestrationFailed(int Task, Failure Failure) : HistoryEvent;

internal sealed record TimerFired(int Timer, DateTime FireAt) : HistoryEvent;

/// <param name="Name">The event's name.</param>
/// <param name="Payload">Its payload as JSON.</param>
/// <param name="Trace">The span that raised it, as a W3C <c>traceparent</c>.</param>
internal sealed record EventRaised(
    string Name, [property: JsonConverter(typeof(RawJsonConverter))] string? Payload, string? Trace = null) : HistoryEvent;
