using System.Globalization;
using System.Net;
using Polly.RateLimiting;

namespace BadgeFunctions.Functions.Credly.Limits;

/// <summary>
/// Answers a request that <see cref="CredlyLimiter"/> rejects with 429 and the time to come back, as Credly would: it is never sent. Begins a
/// pause when Credly itself answers 429.
/// </summary>
internal sealed class CredlyRateLimit(CredlyPause pause) : DelegatingHandler
{
    // Where Credly does not say for how long.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                pause.Begin(Web.RetryAfter.Of(response.Headers) ?? DefaultPause);
            }

            return response;
        }
        catch (RateLimiterRejectedException rejection)
        {
            return NotNow(request, rejection.RetryAfter ?? TimeSpan.Zero);
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
