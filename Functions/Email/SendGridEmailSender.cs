using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace BadgeFunctions.Functions.Email;

/// <summary>E-mail through SendGrid's v3 API: <c>mail/send</c>.</summary>
internal sealed class SendGridEmailSender(
    HttpClient http, IOptions<SendGridOptions> sendGrid, IOptions<EmailOptions> email, IOptions<Web.WebOptions> web) : IEmailSender
{
    private const int MaxReasonLength = 500;

    // RFC 5322's specials without the dot, which SendGrid lets pass.
    private static readonly SearchValues<char> Specials = SearchValues.Create("()<>[]:;@\\,\"");

    private readonly SendGridClient _client = new(
        http, new SendGridClientOptions { ApiKey = sendGrid.Value.ApiKey, Host = sendGrid.Value.Host.AbsoluteUri.TrimEnd('/') });

    public async Task<SendAnswer> SendAsync(OutgoingEmail outgoing, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.SendEmailAsync(MessageFor(outgoing), cancellationToken);
            return await AnswerOfAsync(response, cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return new SendAnswer.NotNow($"SendGrid cannot be reached: {e.Message}", null);
        }
        catch (Exception e) when (IsLostAnswer(e) && !cancellationToken.IsCancellationRequested)
        {
            return new SendAnswer.Unknown($"SendGrid's answer was lost: {e.Message}");
        }
    }

    private static bool IsLostAnswer(Exception e) => e is HttpRequestException or OperationCanceledException or IOException;

    private static async Task<SendAnswer> AnswerOfAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return new SendAnswer.Sent(response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null);
        }

        var text = await response.Body.ReadAsStringAsync(cancellationToken);
        var reason = $"SendGrid answered {(int)response.StatusCode}: {text[..Math.Min(text.Length, MaxReasonLength)]}";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable =>
                new SendAnswer.NotNow(reason, RetryAfterOf(response)),
            // A gateway's error says nothing of what happened behind it.
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => new SendAnswer.Unknown(reason),
            _ => new SendAnswer.Refused(reason),
        };
    }

    // SendGrid says when its rate limit ends as X-RateLimit-Reset (seconds since 1970); Retry-After is what gateways send.
    private static TimeSpan? RetryAfterOf(Response response) =>
        Web.RetryAfter.Of(response.Headers)
        ?? (response.Headers.TryGetValues("X-RateLimit-Reset", out var resets)
            && response.Headers.Date is { } answered
            && long.TryParse(resets.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) - answered
                : null);

    private SendGridMessage MessageFor(OutgoingEmail outgoing)
    {
        var message = new SendGridMessage
        {
            From = new EmailAddress(email.Value.FromAddress, Quote(email.Value.FromName)),
            ReplyTo = web.Value.ContactAddress is { Length: > 0 } contact ? new EmailAddress(contact, Quote(web.Value.OrganisationName)) : null,
            Subject = outgoing.Content.Subject,
            HtmlContent = outgoing.Content.Html,
            PlainTextContent = outgoing.Content.Text,
            Categories = [outgoing.Category],
        };
        message.AddTo(new EmailAddress(Badges.EmailAddress.ForDelivery(outgoing.ToAddress), Quote(outgoing.ToName)));
        message.AddCustomArg(SendGridEvent.DeliveryIdArgument, outgoing.DeliveryId);
        if (outgoing.MemberId is { } memberId)
        {
            message.AddCustomArg(SendGridEvent.MemberIdArgument, memberId);
        }

        // RFC 8058: a mailbox's own button posts to the address, and needs no page. RFC 2369: the address stands in angle brackets.
        if (outgoing.Content.StopRemindersUrl is { } url)
        {
            message.AddHeader("List-Unsubscribe", $"<{url}>");
            message.AddHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        // A claim link is a secret: it must not be rewritten into SendGrid's own tracking address.
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        return message;
    }

    // SendGrid documents that a recipient's name must not have a comma or a semicolon, and it dropped e-mails with any special in a name that was
    // not in a quoted string (RFC 5322, 3.2.4). It has quoted senders' names by itself at times: quotes that are seen are better than a lost e-mail.
    // Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations; github.com/sendgrid: sendgrid-csharp/issues/268,
    // sendgrid-ruby/issues/394, sendgrid-php/issues/897.
    private static string Quote(string name) => name.AsSpan().ContainsAny(Specials)
        ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : name;
}
