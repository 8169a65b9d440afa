using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Email;

/// <summary>What SendGrid tells of an e-mail: the fields of an event that we read.</summary>
/// <param name="Event"><c>processed</c>, <c>delivered</c>, <c>bounce</c>, <c>dropped</c>, ...; more may come.</param>
/// <param name="DeliveryId">Our own id of the e-mail, which we gave as a custom argument; null for e-mails that are not ours.</param>
/// <param name="Type">Of a bounce: <c>bounce</c> or <c>blocked</c>.</param>
/// <param name="Reason">What the other side said.</param>
/// <remarks>Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event.</remarks>
internal sealed record SendGridEvent(
    [property: JsonPropertyName("event")] string? Event,
    [property: JsonPropertyName("delivery_id")] string? DeliveryId,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("reason")] string? Reason)
{
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
