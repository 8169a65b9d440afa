namespace BadgeFunctions.Functions.Callbacks;

/// <summary>The input of <see cref="CallbackWorkflow"/> and of <see cref="DeliverCallback"/>.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="Since">When the attempts began: they end <see cref="CallbackOptions.GiveUpAfter"/> later.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="Again">Whether an administrator asked for it: then it is also delivered when it was delivered or given up.</param>
public sealed record CallbackTask(string Endpoint, string Id, DateTimeOffset Since, int Failures = 0, bool Again = false);

/// <summary>What <see cref="DeliverCallback"/> tells the workflow.</summary>
/// <param name="State">How far the delivery got.</param>
/// <param name="NextAttemptAt">When to try again, while it is pending.</param>
public sealed record CallbackResult(CallbackState State, DateTimeOffset? NextAttemptAt);
