using System.Runtime.ExceptionServices;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Tries a task again, within the orchestrator, as its retry options say.</summary>
internal static class RetryLoop
{
    public static async Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> attempt)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            TaskFailedException failure;
            try
            {
                return await attempt();
            }
            catch (TaskFailedException exception)
            {
                failure = exception;
            }

            if (!await WaitForNextAsync(context, retry, attempts, context.CurrentUtcDateTime - first, failure))
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    /// <summary>The pause before the next attempt; <c>null</c> when there is none.</summary>
    public static TimeSpan? NextDelay(RetryPolicy policy, int attempts, TimeSpan elapsed, TaskFailedException failure)
    {
        if (attempts >= policy.MaxNumberOfAttempts
            || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout)
            || !policy.Handle(failure))
        {
            return null;
        }

        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var ticks = policy.FirstRetryInterval.Ticks * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }

    private static async Task<bool> WaitForNextAsync(
        TaskOrchestrationContext context, TaskRetryOptions retry, int attempts, TimeSpan elapsed, TaskFailedException failure)
    {
        if (retry.Handler is { } handler)
        {
            return await handler(new RetryContext(context, attempts, failure.FailureDetails, elapsed, CancellationToken.None));
        }

        if (NextDelay(retry.Policy!, attempts, elapsed, failure) is not { } delay)
        {
            return false;
        }

        await context.CreateTimer(delay, CancellationToken.None);
        return true;
    }
}
