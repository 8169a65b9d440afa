using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Sends a sign-in link to whom an address belongs. In the background, so that a known and an unknown address are answered
/// alike and in the same time.
/// </summary>
public static class SignInWorkflow
{
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2));

    // While an instance runs no second one of its address starts: whoever types an address, again and again, sends its owner
    // one e-mail a minute at the most.
    private static readonly TimeSpan PauseBetweenEmails = TimeSpan.FromMinutes(1);

    /// <summary>The instance that mails to an address.</summary>
    public static string InstanceIdOf(string address) => $"sign-in-{EmailAddress.Digest(address)}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(SignInWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string address)
    {
        await context.CallActivityAsync(nameof(SendSignInEmail), address, Patient);
        await context.CreateTimer(PauseBetweenEmails, CancellationToken.None);
    }
}
