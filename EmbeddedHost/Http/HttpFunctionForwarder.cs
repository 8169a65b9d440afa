using System.Diagnostics;
using System.Net;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Answers requests: calls the function and forwards the request to the worker, which brings the two together.</summary>
internal sealed partial class HttpFunctionForwarder(
    FunctionsWorker worker, IHttpForwarder forwarder, IConfiguration settings, ILogger<HttpFunctionForwarder> logger)
{
    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = Timeout.InfiniteTimeSpan,
    };

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,

        // No span of its own: host and worker are one server to their callers.
        ActivityHeadersPropagator = null,
    });

    private readonly FunctionKeys _keys = new(settings);

    /// <summary>Maps the functions into an application.</summary>
    public void Map(WebApplication app, IEnumerable<HttpFunctionRoute> routes)
    {
        foreach (var route in routes)
        {
            var mapped = app.Map(route.Pattern, context => AnswerAsync(context, route));
            if (route.Methods.Count > 0)
            {
                mapped.WithMetadata(new HttpMethodMetadata(route.Methods));
            }
        }

        // ASP.NET Core would say 405 where the Functions host knows no such function.
        app.MapFallback("{*path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private async Task AnswerAsync(HttpContext context, HttpFunctionRoute route)
    {
        if (!_keys.Admits(context.Request, route.Function.Name, route.AuthLevel))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (worker.Current is not { HttpAddress: { } address } ready || ready.Find(route.Function.Name) is not { } function)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
        else if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge);
        }
        else
        {
            await ForwardAsync(context, ready, function, address);
        }
    }

    private async Task ForwardAsync(HttpContext context, ReadyWorker ready, WorkerFunction function, Uri address)
    {
        var id = Guid.NewGuid().ToString();
        HostTracing.Describe(function.Name, id);

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var input = new TypedData { Http = new RpcHttp() };
        var outcome = OutcomeAsync(ready.InvokeAsync(function, input, Values(context.Request), cancel.Token, id));
        var error = await forwarder.SendAsync(
            context, address.GetLeftPart(UriPartial.Authority), Client, Request, new Transformer(id, outcome));

        if (error is not ForwarderError.None)
        {
            // The request will not come to the function, or its answer not to the caller.
            await cancel.CancelAsync();
        }

        var failure = await outcome;
        var forwarding = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        else if (forwarding is BadHttpRequestException refusal)
        {
            await RefuseAsync(context, refusal.StatusCode);
        }
        else if (failure is not null || error is not ForwarderError.None)
        {
            // The worker has logged its exception itself.
            LogFailure(failure is RpcFailure ? null : failure ?? forwarding, function.Name, id);
            var isLost = failure is WorkerLostException;
            await RefuseAsync(context, isLost ? StatusCodes.Status502BadGateway : StatusCodes.Status500InternalServerError);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(HttpRequest request) => request.Query
        .Where(parameter => parameter.Key != FunctionKeys.QueryParameter)
        .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()))
        .Concat(request.RouteValues.Select(value => KeyValuePair.Create(value.Key, $"{value.Value}")));

    /// <summary>Why the function failed; null if it did not.</summary>
    private static async Task<Exception?> OutcomeAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (Exception exception) when (exception is RpcFailure or WorkerLostException or TimeoutException)
        {
            return exception;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int statusCode)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        if (statusCode == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "2";
        }

        await TypedResults.Problem(statusCode: statusCode).ExecuteAsync(context);
    }

    [LoggerMessage(1, LogLevel.Error, "Function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception? exception, string functionName, string invocationId);

    /// <summary>What the host changes of one request on its way to the worker, and of the response on its way back.</summary>
    private sealed class Transformer(string invocationId, Task<Exception?> outcome) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            (string Name, string? Value)[] headers =
            [
                ("x-ms-invocation-id", invocationId),
                ("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString()),
                ("X-Forwarded-Host", httpContext.Request.Host.Value),
                ("X-Forwarded-Proto", httpContext.Request.Scheme),
                ("X-Forwarded-Prefix", null),
                ("traceparent", Activity.Current?.Id),
                ("tracestate", Activity.Current?.TraceStateString),
            ];
            foreach (var (name, value) in headers)
            {
                proxyRequest.Headers.Remove(name);
                if (!string.IsNullOrEmpty(value))
                {
                    proxyRequest.Headers.TryAddWithoutValidation(name, value);
                }
            }
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            // The worker ends the request of a function that fails with an empty response, as it ends one that has no more to say.
            var isEmpty = proxyResponse is { Content.Headers.ContentLength: 0 } || httpContext.Request.Method == HttpMethods.Head;
            if (proxyResponse is not null && isEmpty && await outcome.WaitAsync(cancellationToken) is not null)
            {
                return false;
            }

            proxyResponse?.Headers.Remove("Server");
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
