using System.Text.Json.Serialization;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>The Email Activity Feed: what became of each mail. Here all are delivered and none is tracked.</summary>
internal static class ActivityFeed
{
    public const string Status = "delivered";

    private const int MaxLimit = 1000;
    private const int DefaultLimit = 10;

    /// <summary>A message's own id, which begins with the id that the sender was told.</summary>
    public static string IdOf(Mail mail) => $"{mail.Id}.recvd-sandbox";

    /// <summary>The address in <c>name &lt;address&gt;</c>.</summary>
    public static string AddressOf(string from) => from[(from.LastIndexOf('<') + 1)..].TrimEnd('>');

    public static IResult Answer(Mailbox mailbox, string? query, int? limit)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return SendGridError.Answer(
                StatusCodes.Status400BadRequest, new SendGridError($"limit must be between 1 and {MaxLimit}", "limit"));
        }

        return ActivityQuery.Read(query) is { } wanted
            ? TypedResults.Ok(new { messages = mailbox.Mails.Reverse().Where(wanted.Matches).Take(limit ?? DefaultLimit).Select(Message) })
            : SendGridError.Answer(StatusCodes.Status400BadRequest, new SendGridError("invalid query syntax", "query"));
    }

    private static ActivityMessage Message(Mail mail) =>
        new(AddressOf(mail.From), IdOf(mail), mail.Subject, mail.ToAddress, Status, 0, 0, mail.At);

    private sealed record ActivityMessage(
        [property: JsonPropertyName("from_email")] string FromEmail,
        [property: JsonPropertyName("msg_id")] string MsgId,
        [property: JsonPropertyName("subject")] string Subject,
        [property: JsonPropertyName("to_email")] string ToEmail,
        [property: JsonPropertyName("status")] string Status,
        [property: JsonPropertyName("opens_count")] int OpensCount,
        [property: JsonPropertyName("clicks_count")] int ClicksCount,
        [property: JsonPropertyName("last_event_time")] DateTimeOffset LastEventTime);
}
