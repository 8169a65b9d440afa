using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Makes one attempt of a delivery: a POST that is signed as Standard Webhooks says.</summary>
internal sealed class CallbackSender(HttpClient http, IOptions<CallbackOptions> options, TimeProvider clock)
{
    public async Task<CallbackAnswer> SendAsync(CallbackEndpoint endpoint, CallbackDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(endpoint, delivery, clock.GetUtcNow());
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new CallbackAnswer((int)response.StatusCode, null, RetryAfter.Of(response.Headers));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallbackAnswer(null, $"no answer within {options.Value.Timeout.TotalSeconds:0.#} seconds", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new CallbackAnswer(null, e.Message, null);
        }
    }

    private static HttpRequestMessage Request(CallbackEndpoint endpoint, CallbackDelivery delivery, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = new StringContent(delivery.Payload, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("BadgeFunctions");
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Sign(endpoint, delivery, now));
        return request;
    }

    // One signature for each secret, so that a receiver can change over at any time. Source: standard-webhooks/spec, "Webhook headers".
    private static string Sign(CallbackEndpoint endpoint, CallbackDelivery delivery, DateTimeOffset now)
    {
        var message = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{delivery.Id}.{now.ToUnixTimeSeconds()}.{delivery.Payload}"));
        return string.Join(' ', endpoint.Secrets.Select(
            secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(WebhookSecret.Read(secret), message))}"));
    }
}

/// <summary>What came of one attempt.</summary>
/// <param name="Status">The status; null when there was no answer.</param>
/// <param name="Error">Why there was none.</param>
/// <param name="RetryAfter">How long the endpoint asked us to wait.</param>
internal sealed record CallbackAnswer(int? Status, string? Error, TimeSpan? RetryAfter)
{
    /// <summary>The endpoint took it.</summary>
    public bool IsDelivered => Status is >= 200 and <= 299;

    /// <summary>The endpoint will never take it.</summary>
    public bool IsGone => Status is StatusCodes.Status410Gone;
}
