using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Email;

/// <summary>What an event means for an e-mail. Pure. Events come late, twice and out of order: each only ever adds to what is known.</summary>
internal static class DeliveryOutcome
{
    private const int MaxReasonLength = 500;

    /// <returns>The delivery after the event; null when that tells nothing new.</returns>
    public static BadgeMail? After(BadgeMail known, SendGridEvent happened, DateTimeOffset now) => happened.Event switch
    {
        // A mailbox may take an e-mail and send it back later; that it came back is the last word.
        _ when known.State is BadgeMailState.Bounced => null,
        "processed" when known.State is BadgeMailState.Sending or BadgeMailState.NotSent => known with { State = BadgeMailState.Sent },
        "delivered" when known.State is not BadgeMailState.Delivered => known with { State = BadgeMailState.Delivered },
        _ when IsBounce(happened) => known with
        {
            State = BadgeMailState.Bounced,
            Reason = Shorten(happened.Reason),
            Bounce = new MailBounce(KindOf(happened), now),
        },
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

/// <summary>What SendGrid tells of an e-mail: the fields of an event that we read.</summary>
/// <param name="Event"><c>processed</c>, <c>delivered</c>, <c>bounce</c>, <c>dropped</c>, ...; more may come.</param>
/// <param name="DeliveryId">Our own id of the e-mail, which we gave as a custom argument; null for e-mails that are not ours.</param>
/// <param name="MemberId">The member whose badge the e-mail is about, likewise.</param>
/// <param name="Type">Of a bounce: <c>bounce</c> or <c>blocked</c>.</param>
/// <param name="Reason">What the other side said.</param>
/// <remarks>Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event.</remarks>
internal sealed record SendGridEvent(
    [property: JsonPropertyName("event")] string? Event,
    [property: JsonPropertyName(SendGridEvent.DeliveryIdArgument)] string? DeliveryId,
    [property: JsonPropertyName(SendGridEvent.MemberIdArgument)] string? MemberId,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("reason")] string? Reason)
{
    public const string DeliveryIdArgument = "delivery_id";
    public const string MemberIdArgument = "member_id";

    /// <summary>Reads a batch.</summary>
    /// <returns>Null when it is none.</returns>
    public static IReadOnlyList<SendGridEvent>? ReadBatch(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<List<SendGridEvent?>>(body)?.OfType<SendGridEvent>().ToList();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
