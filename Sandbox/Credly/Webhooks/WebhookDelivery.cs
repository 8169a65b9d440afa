namespace BadgeFunctions.Sandbox.Credly.Webhooks;

/// <summary>An event on its way to the organization's webhook address.</summary>
public sealed record WebhookDelivery(Guid Id, Guid EventId, string EventType, DateTimeOffset OccurredAt)
{
    public WebhookState State { get; init; } = WebhookState.Waiting;

    /// <summary>What came of it so far, the earliest first.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts { get; init; } = [];

    /// <summary>When it is tried next, while it waits.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>One try, and what the receiver made of it.</summary>
public sealed record WebhookAttempt(DateTimeOffset At, bool IsTaken, string Outcome);

/// <summary>Where a delivery stands.</summary>
public enum WebhookState
{
    /// <summary>It is tried, now or at a given time.</summary>
    Waiting,

    /// <summary>It was answered 200.</summary>
    Delivered,

    /// <summary>It waits until what is held is released.</summary>
    Held,

    /// <summary>Webhooks were switched off when it happened: nobody delivers it, unless by hand.</summary>
    Off,

    /// <summary>It was not taken in 25 days.</summary>
    GivenUp,
}
