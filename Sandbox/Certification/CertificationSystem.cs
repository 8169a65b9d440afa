using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The certification system: fires webhooks that are signed as Standard Webhooks says.</summary>
internal sealed class CertificationSystem(HttpClient http, Addresses addresses, SandboxOptions options, TimeProvider clock)
{
    private const int Attempts = 5;
    private const string SecretPrefix = "whsec_";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Tells the app of an achievement; what could not be delivered is tried again under the same id.</summary>
    public async Task<SentWebhook> AwardAsync(
        Achievement achievement, string? webhookId = null, CancellationToken cancellationToken = default)
    {
        webhookId ??= NewId();
        var body = BodyOf(achievement);
        var (status, answer, location) = await DeliverAsync(body, webhookId, cancellationToken);
        return new SentWebhook(webhookId, achievement, status, answer, location);
    }

    /// <summary>Tells the app of something that happened later.</summary>
    /// <returns>The status and the body of the answer.</returns>
    public async Task<(int Status, string Answer)> TellAsync(
        CertificationNews news, string? webhookId = null, CancellationToken cancellationToken = default)
    {
        var (status, answer, _) = await DeliverAsync(BodyOf(news), webhookId ?? NewId(), cancellationToken);
        return (status, answer);
    }

    public byte[] BodyOf(CertificationNews news) => JsonSerializer.SerializeToUtf8Bytes(
        new { type = news.Type, timestamp = news.At ?? clock.GetUtcNow(), data = news.Data }, Json);

    private static string NewId() => $"msg_{Guid.NewGuid():N}";

    private async Task<(int Status, string Answer, string? Location)> DeliverAsync(
        byte[] body, string webhookId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = await SendAsync(body, webhookId, cancellationToken);
            if (sent.Status is > 0 and < 500 || attempt == Attempts)
            {
                return sent;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300 * attempt), cancellationToken);
        }
    }

    /// <summary>A signed request with any body, for whoever wants to try what the app refuses.</summary>
    public HttpRequestMessage Sign(byte[] body, string webhookId, DateTimeOffset? at = null)
    {
        var timestamp = (at ?? clock.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] message = [.. Encoding.UTF8.GetBytes($"{webhookId}.{timestamp}."), .. body];
        var signature = HMACSHA256.HashData(Convert.FromBase64String(options.WebhookSecret[SecretPrefix.Length..]), message);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{addresses.App}/webhooks/certification")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", webhookId);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
        return request;
    }

    public byte[] BodyOf(Achievement achievement) => JsonSerializer.SerializeToUtf8Bytes(
        new { type = "achievement.awarded", timestamp = clock.GetUtcNow(), data = achievement }, Json);

    private async Task<(int Status, string Answer, string? Location)> SendAsync(
        byte[] body, string webhookId, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Sign(body, webhookId);
            using var response = await http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            return ((int)response.StatusCode, answer, response.Headers.Location?.ToString());
        }
        catch (HttpRequestException e)
        {
            return (0, e.Message, null);
        }
    }
}
