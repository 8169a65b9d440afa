using System.Globalization;
using System.Net;

namespace BadgeFunctions.Functions.Credly.Limits;

/// <summary>
/// Holds requests back so that all workers together keep to <see cref="CredlyOptions.RequestsPerSecond"/>, and while Credly has asked for a
/// pause. One whose turn is too far away is answered 429 here, with the time to come back, and never sent.
/// </summary>
internal sealed class CredlyRateLimit(CredlyPace pace) : DelegatingHandler
{
    // Where Credly does not say for how long.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await pace.EnterAsync(cancellationToken) is { } later)
        {
            return NotNow(request, later);
        }

        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                await pace.PauseAsync(Web.RetryAfter.Of(response.Headers) ?? DefaultPause, cancellationToken);
            }

            return response;
        }
        finally
        {
            pace.Leave();
        }
    }

    private static HttpResponseMessage NotNow(HttpRequestMessage request, TimeSpan later)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(later.TotalSeconds));
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            RequestMessage = request,
            Content = new StringContent("""{ "data": { "message": "Held back to keep to the limit of requests." } }"""),
        };
        answer.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return answer;
    }
}
