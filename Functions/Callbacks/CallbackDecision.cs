namespace BadgeFunctions.Functions.Callbacks;

/// <summary>What an attempt means for its delivery. Pure: the delivery, the answer, the settings and the clock go in.</summary>
internal static class CallbackDecision
{
    private const double MostJitter = 0.1;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>The delivery after an attempt.</summary>
    public static CallbackDelivery After(
        CallbackDelivery delivery, CallbackTask task, CallbackAnswer answer, CallbackOptions options, DateTimeOffset now)
    {
        var tried = delivery with
        {
            Attempts = delivery.Attempts + 1,
            LastAttemptAt = now,
            LastStatus = answer.Status,
            LastError = answer.IsDelivered ? null : answer.Error ?? $"answered {answer.Status}",
            NextAttemptAt = null,
        };
        if (answer.IsDelivered)
        {
            return tried with { State = CallbackState.Delivered };
        }

        return answer.IsGone || NextAttemptAt(task, answer, options, now) is not { } next
            ? tried with { State = CallbackState.Dead }
            : tried with { State = CallbackState.Pending, NextAttemptAt = next };
    }

    // The last attempt is made when the time is up, however the intervals fall.
    private static DateTimeOffset? NextAttemptAt(CallbackTask task, CallbackAnswer answer, CallbackOptions options, DateTimeOffset now)
    {
        var end = task.Since + options.GiveUpAfter;
        var next = now + PauseAfter(task, answer, options);
        return now >= end ? null : next < end ? next : end;
    }

    private static TimeSpan PauseAfter(CallbackTask task, CallbackAnswer answer, CallbackOptions options)
    {
        var interval = options.Intervals[Math.Min(task.Failures, options.Intervals.Count - 1)];
        var asked = answer.RetryAfter ?? TimeSpan.Zero;
        return Longer(interval + (interval * Jitter(task)), asked < LongestRetryAfter ? asked : LongestRetryAfter);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // Derived from the id: what failed together is not tried again together, and a test can tell when.
    private static double Jitter(CallbackTask task) => MostJitter * Convert.ToUInt16(task.Id[^4..], 16) / ushort.MaxValue;
}
