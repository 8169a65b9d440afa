using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Email;

/// <summary>What an event means for an e-mail. Pure. Events come late, twice and out of order: each only ever adds to what is known.</summary>
internal static class DeliveryOutcome
{
    private const int MaxReasonLength = 500;

    /// <returns>The delivery after the event; null when that tells nothing new.</returns>
    public static BadgeMail? After(BadgeMail known, SendGridEvent happened) => happened.Event switch
    {
        // A mailbox may take an e-mail and send it back later; that it came back is the last word.
        _ when known.State is BadgeMailState.Bounced => null,
        "processed" when known.State is BadgeMailState.Sending or BadgeMailState.NotSent => known with { State = BadgeMailState.Sent },
        "delivered" when known.State is not BadgeMailState.Delivered => known with { State = BadgeMailState.Delivered },
        _ when IsBounce(happened) => known with { State = BadgeMailState.Bounced, Reason = Shorten(happened.Reason) },
        _ => null,
    };

    /// <summary>Whether the event says that the e-mail did not reach its reader.</summary>
    public static bool IsBounce(SendGridEvent happened) => happened.Event is "bounce" or "dropped";

    /// <summary>Why an e-mail bounced, for statistics: <c>bounce</c>, <c>blocked</c> or <c>dropped</c>.</summary>
    public static string KindOf(SendGridEvent bounced) => bounced switch
    {
        { Event: "dropped" } => "dropped",
        { Type: "blocked" } => "blocked",
        _ => "bounce",
    };

    private static string? Shorten(string? reason) => reason?[..Math.Min(reason.Length, MaxReasonLength)];
}
