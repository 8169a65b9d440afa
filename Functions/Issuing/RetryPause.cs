namespace BadgeFunctions.Functions.Issuing;

/// <summary>How long the workflow pauses before it tries a step again.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>What was refused is tried once a day: it goes through by itself once the cause is put right.</summary>
    private static readonly TimeSpan WhenBlocked = TimeSpan.FromDays(1);

    /// <param name="result">The step's result, which is not <see cref="StepStatus.Done"/>.</param>
    /// <param name="failures">How often in a row the step failed before.</param>
    public static TimeSpan After(StepResult result, int failures) => result switch
    {
        { Status: StepStatus.Blocked } => WhenBlocked,
        { RetryAfter: { } asked } when asked > TimeSpan.Zero && asked < WhenBlocked => asked,
        _ => TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures, 16))),
    };
}
