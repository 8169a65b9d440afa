using System.ComponentModel.DataAnnotations;
using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>Timer: removes orchestrations that ended long ago, with their histories. The badge's row says all that is still asked.</summary>
/// <remarks>
/// The programming model purges by the time of creation, and a badge's workflow can live for the whole claim window. So the
/// retention counts from the end of the window: nothing is removed that ended less than the retention ago.
/// </remarks>
internal sealed partial class PurgeEndedWorkflows(
    IOptions<WorkflowRetentionOptions> retention,
    IOptions<ClaimOptions> claims,
    TimeProvider clock,
    ILogger<PurgeEndedWorkflows> logger)
{
    // A call to the Functions host is given up after 100 seconds, while the purge goes on behind it.
    private static readonly TimeSpan TimeoutOfCall = TimeSpan.FromSeconds(25);

    // Of each of the two kinds, in the five minutes that a function has. What is left over is removed on the next day.
    private const int MostCalls = 5;

    // The Functions host cannot do without a beginning.
    private static readonly DateTimeOffset EverSince = DateTimeOffset.MinValue;

    /// <summary>At 02:30 UTC, when few members and no certification system are about.</summary>
    [Function(nameof(PurgeEndedWorkflows))]
    public async Task Run(
        [TimerTrigger("0 30 2 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        await PurgeAsync(
            durable,
            retention.Value.Retention,
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated],
            cancellationToken);
        await PurgeAsync(durable, retention.Value.FailedRetention, [OrchestrationRuntimeStatus.Failed], cancellationToken);
    }

    private async Task PurgeAsync(
        DurableTaskClient durable, TimeSpan keptFor, OrchestrationRuntimeStatus[] statuses, CancellationToken cancellationToken)
    {
        var createdTo = clock.GetUtcNow() - claims.Value.Window - keptFor;
        var filter = new PurgeInstancesFilter(EverSince, createdTo, statuses) { Timeout = TimeoutOfCall };
        var purged = 0;
        bool? isComplete = false;
        for (var call = 0; call < MostCalls && isComplete is false; call++)
        {
            var result = await durable.PurgeAllInstancesAsync(filter, cancellationToken);
            purged += result.PurgedInstanceCount;
            isComplete = result.IsComplete;
        }

        LogPurged(logger, purged, string.Join(" or ", statuses), createdTo, isComplete is false ? "; more are left for tomorrow" : "");
    }

    [LoggerMessage(2002, LogLevel.Information, "{Count} orchestrations purged that were {Statuses} and created before {CreatedTo:u}{Rest}")]
    private static partial void LogPurged(ILogger logger, int count, string statuses, DateTimeOffset createdTo, string rest);
}

/// <summary>How long ended orchestrations are kept (section <c>Workflows</c>).</summary>
public sealed class WorkflowRetentionOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Workflows";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>How long those are kept that completed or were terminated.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long those are kept that failed, and that somebody may still have to look at.</summary>
    public TimeSpan FailedRetention { get; set; } = TimeSpan.FromDays(180);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Retention <= TimeSpan.Zero || Retention > Longest)
        {
            yield return new ValidationResult($"{Section}:{nameof(Retention)} must be longer than nothing and at most {Longest.Days} days.");
        }

        if (FailedRetention < Retention || FailedRetention > Longest)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(FailedRetention)} must be at least {Section}:{nameof(Retention)} and at most {Longest.Days} days.");
        }
    }
}
