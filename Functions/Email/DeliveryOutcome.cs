using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

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
        // The server is asked again for three days. It says so each time; the first is news.
        "deferred" when known is { State: not BadgeMailState.Delivered, DeferredAt: null } => known with { State = BadgeMailState.Sent, DeferredAt = now },
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

    /// <summary>
    /// Whether an event is the bounce of an e-mail that its server had taken at first: it has none of our arguments. Other applications' bounces
    /// look the same.
    /// </summary>
    public static bool IsLate(SendGridEvent happened) =>
        IsBounce(happened) && string.IsNullOrEmpty(happened.DeliveryId) && EmailAddress.IsValid(happened.Address ?? "");

    /// <summary>
    /// The e-mail that a late bounce is about. SendGrid often has no id of its message either; then it is the last one to the address, if the
    /// address is gone for good: that is so whoever has written to it.
    /// </summary>
    /// <param name="badges">The badges of all members who have the address.</param>
    /// <param name="late">The bounce.</param>
    /// <remarks>Source: the page above, on delayed bounces; github.com/sendgrid/docs/issues/5177.</remarks>
    public static (BadgeKey Badge, string Kind)? FindMail(IEnumerable<Badge> badges, SendGridEvent late)
    {
        var found = badges.SelectMany(badge => badge.Mails.Values, (badge, mail) => (Badge: badge, Mail: mail))
            .Where(one => string.IsNullOrEmpty(late.MessageId) ? late.Type is "bounce" && IsTo(one.Badge, one.Mail, late) : IsOf(one.Mail, late.MessageId))
            .OrderByDescending(one => one.Mail.AttemptedAt)
            .FirstOrDefault();
        return found.Mail is null ? null : (found.Badge.Key, found.Mail.Kind);
    }

    private static bool IsOf(BadgeMail mail, string messageId) =>
        mail.MessageId is { Length: > 0 } id && (messageId == id || messageId.StartsWith($"{id}.", StringComparison.Ordinal));

    // A bounce that is told again says nothing of what was sent since.
    private static bool IsTo(Badge badge, BadgeMail mail, SendGridEvent late) =>
        mail.Revision == badge.Revision
        && EmailAddress.AreSame(badge.Recipient.Email, late.Address!)
        && mail.AttemptedAt.ToUnixTimeSeconds() <= late.Timestamp;

    private static string? Shorten(string? reason) => reason?[..Math.Min(reason.Length, MaxReasonLength)];
}

/// <summary>What SendGrid tells of an e-mail: the fields of an event that we read.</summary>
/// <param name="Event"><c>processed</c>, <c>deferred</c>, <c>delivered</c>, <c>bounce</c>, <c>dropped</c>, ...; more may come.</param>
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

    /// <summary>To whom the e-mail went.</summary>
    [JsonPropertyName("email")]
    public string? Address { get; init; }

    /// <summary>SendGrid's id of the message, and after a dot where it was handled; empty or null where SendGrid does not know.</summary>
    [JsonPropertyName("sg_message_id")]
    public string? MessageId { get; init; }

    /// <summary>When it happened, in seconds since 1970.</summary>
    [JsonPropertyName("timestamp")]
    public long? Timestamp { get; init; }

    /// <summary>Reads a batch, each event by itself: those of other applications are in it too.</summary>
    /// <returns>Null when it is none.</returns>
    public static (IReadOnlyList<SendGridEvent> Events, int Unreadable)? ReadBatch(ReadOnlyMemory<byte> body)
    {
        if (RequestBody.Json(body) is not { ValueKind: JsonValueKind.Array } batch)
        {
            return null;
        }

        List<SendGridEvent> events = [.. batch.EnumerateArray().Select(Read).OfType<SendGridEvent>()];
        return (events, batch.GetArrayLength() - events.Count);
    }

    private static SendGridEvent? Read(JsonElement item)
    {
        try
        {
            return item.Deserialize<SendGridEvent>();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
