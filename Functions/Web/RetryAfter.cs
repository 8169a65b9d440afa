using System.Net.Http.Headers;

namespace BadgeFunctions.Functions.Web;

/// <summary>The <c>Retry-After</c> header (RFC 9110, 10.2.3) of an answer that we got.</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait, counted from the answer's own date; null when the other side did not say.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when headers.Date is { } answered && date > answered => date - answered,
        _ => null,
    };
}
