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
    FunctionsWorker worker, IHttpForwarder forwarder, FunctionKeys keys, ILogger<HttpFunctionForwarder> logger) : IDisposable
{
    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = Timeout.InfiniteTimeSpan,
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,

        // No span of its own: host and worker are one server to their callers.
        ActivityHeadersPropagator = null,
    });

    public void Dispose() => _client.Dispose();

    /// <summary>Maps the functions into an application.</summary>
    public void Map(WebApplication app, IEnumerable<HttpFunctionRoute> routes)
    {
        app.Use(AnswerUnknownMethodAsNotFoundAsync);
        foreach (var route in routes)
        {
            var mapped = app.Map(route.Pattern, context => AnswerAsync(context, route)).WithMetadata(route);
            if (route.Methods.Count > 0)
            {
                mapped.WithMetadata(new HttpMethodMetadata(route.Methods));
            }
        }
    }

    // ASP.NET Core says 405 where the Functions host knows no such function.
    private static async Task AnswerUnknownMethodAsNotFoundAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);

        var ranFunction = context.GetEndpoint()?.Metadata.GetMetadata<HttpFunctionRoute>() is not null;
        if (!ranFunction && context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } response)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.Allow = default;
        }
    }

    private async Task AnswerAsync(HttpContext context, HttpFunctionRoute route)
    {
        if (!keys.Admits(context.Request, route.Function.Name, route.AuthLevel))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (worker.Current is not { HttpAddress: { } address } ready || ready.Find(route.Function.Name) is not { } function)
        {
            context.Response.Headers.RetryAfter = "2";
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
        var outcome = OutcomeAsync(ready.InvokeAsync(function, new TypedData { Http = new RpcHttp() }, Values(context.Request), cancel.Token, id));
        var error = await forwarder.SendAsync(
            context, address.GetLeftPart(UriPartial.Authority), _client, Request, new HttpFunctionTransformer(id, outcome));

        if (error is not ForwarderError.None)
        {
            // The request will not come to the function, or its answer not to the caller.
            await cancel.CancelAsync();
        }

        var failure = await outcome;
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        else if (context.Features.Get<IForwarderErrorFeature>()?.Exception is BadHttpRequestException refusal)
        {
            await RefuseAsync(context, refusal.StatusCode);
        }
        else if (failure is not null || error is not ForwarderError.None)
        {
            // The worker has logged its exception itself.
            LogFailure(failure is RpcFailure ? null : failure ?? context.Features.Get<IForwarderErrorFeature>()?.Exception, function.Name, id);
            await RefuseAsync(context, failure is WorkerLostException ? StatusCodes.Status502BadGateway : StatusCodes.Status500InternalServerError);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(HttpRequest request)
    {
        foreach (var (name, value) in request.Query.Where(parameter => parameter.Key != FunctionKeys.QueryParameter))
        {
            yield return new(name, value.ToString());
        }

        foreach (var (name, value) in request.RouteValues)
        {
            yield return new(name, value?.ToString() ?? "");
        }
    }

    /// <summary>Why the function failed; null if it did not.</summary>
    private static async Task<Exception?> OutcomeAsync(Task<InvocationResponse> call)
    {
        try
        {
            var response = await call;
            return response.Result?.Status is StatusResult.Types.Status.Success ? null : RpcFailure.From(response.Result?.Exception);
        }
        catch (WorkerLostException lost)
        {
            return lost;
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

        var retryAfter = context.Response.Headers.RetryAfter;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = retryAfter;
        await TypedResults.Problem(statusCode: statusCode).ExecuteAsync(context);
    }

    [LoggerMessage(1, LogLevel.Error, "Function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception? exception, string functionName, string invocationId);
}
