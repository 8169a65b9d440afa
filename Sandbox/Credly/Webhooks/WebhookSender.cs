using System.Net;
using BadgeFunctions.Sandbox.Credly.Api;

namespace BadgeFunctions.Sandbox.Credly.Webhooks;

/// <summary>Makes one delivery of an event. Only 200 counts, and only in time. Source: credly.com/docs/webhooks.</summary>
internal sealed class WebhookSender(IHttpClientFactory http, CredlyOrganization organization, TimeProvider clock)
{
    /// <summary>The client to send with; it follows no redirects, as a redirect is not a 200.</summary>
    public const string Client = "credly-webhooks";

    /// <summary>
    /// How long the receiver may take, in real time: it is a real process. Assumed: the documentation only warns of slow answers.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    public async Task<WebhookAttempt> SendAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        if (organization.WebhookUrl is not { } target)
        {
            return new WebhookAttempt(at, IsTaken: false, "the organization has no webhook address");
        }

        try
        {
            using var client = http.CreateClient(Client);
            client.Timeout = Patience;
            using var response = await client.PostAsJsonAsync(
                target,
                new
                {
                    id = delivery.EventId,
                    organization_id = organization.Id,
                    event_type = delivery.EventType,
                    occurred_at = delivery.OccurredAt,
                },
                CredlyJson.Options,
                cancellationToken);
            return new WebhookAttempt(at, response.StatusCode is HttpStatusCode.OK, $"{(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            return new WebhookAttempt(at, IsTaken: false, "no answer in time");
        }
        // The address is none until the app listens.
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
        {
            return new WebhookAttempt(at, IsTaken: false, e.Message);
        }
    }
}
