using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Answers the requests of one HTTP function.</summary>
internal sealed partial class HttpFunctionEndpoint(
    HttpFunctionRoute route, FunctionKeys keys, FunctionInvoker invoker, ILogger<HttpFunctionEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (!keys.Admits(context.Request, route.Function.Definition.Name, route.AuthLevel))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        // The request's services are its scope already, and its token also ends when a stopping host has waited long enough.
        var invocation = new FunctionInvocation(route.Function, context, context.RequestServices, context.RequestAborted);
        invocation.Items[HttpContextItem.Key] = context;

        try
        {
            await HttpResultWriter.WriteAsync(context, await invoker.InvokeAsync(invocation));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException refusal)
        {
            await FailAsync(context, refusal.StatusCode, refusal.Message);
        }
        catch (Exception exception)
        {
            LogFailure(exception, invocation.FunctionDefinition.Name, invocation.InvocationId);
            await FailAsync(context, StatusCodes.Status500InternalServerError, detail: null);
        }
    }

    private static async Task FailAsync(HttpContext context, int statusCode, string? detail)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await TypedResults.Problem(detail, statusCode: statusCode).ExecuteAsync(context);
    }

    [LoggerMessage(1, LogLevel.Error, "Function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception exception, string functionName, string invocationId);
}
