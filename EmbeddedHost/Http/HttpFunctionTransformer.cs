using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>What the host changes of one request on its way to the worker, and of the response on its way back.</summary>
/// <param name="invocationId">The id of the function's call, which the worker pairs with the request.</param>
/// <param name="outcome">Why the function failed, when it is known; null if it did not.</param>
internal sealed class HttpFunctionTransformer(string invocationId, Task<Exception?> outcome) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var request = httpContext.Request;
        Set(proxyRequest, "x-ms-invocation-id", invocationId);
        Set(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        Set(proxyRequest, "X-Forwarded-Host", request.Host.Value);
        Set(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Set(proxyRequest, "X-Forwarded-Prefix", null);
        Set(proxyRequest, "traceparent", Activity.Current?.Id);
        Set(proxyRequest, "tracestate", Activity.Current?.TraceStateString);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        // The worker ends the request of a function that fails with an empty response, as it ends one that has no more to say.
        if (proxyResponse is not null && IsEmpty(proxyResponse) && await outcome.WaitAsync(cancellationToken) is not null)
        {
            return false;
        }

        proxyResponse?.Headers.Remove("Server");
        return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    private static bool IsEmpty(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength == 0 || response.RequestMessage?.Method == HttpMethod.Head;

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
