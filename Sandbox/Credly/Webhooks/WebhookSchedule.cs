namespace BadgeFunctions.Sandbox.Credly.Webhooks;

/// <summary>
/// When a webhook that was not taken is delivered again: "progressively less frequent" for 25 days. Source: credly.com/docs/webhooks.
/// </summary>
internal static class WebhookSchedule
{
    /// <summary>After so long a delivery is given up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(25);

    // Assumed: no numbers are documented. Short at first, so that an app that is only starting is reached within seconds.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <returns>How long to wait after so many attempts, each time twice as long; null when there is no further one.</returns>
    public static TimeSpan? PauseAfter(int attempts)
    {
        var pause = First * Math.Pow(2, attempts - 1);
        // All pauses up to this one together are twice as long as it is, less the first.
        return 2 * pause - First <= Longest ? pause : null;
    }
}
