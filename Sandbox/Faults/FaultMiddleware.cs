using System.Globalization;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>Lets calls to the stand-ins' APIs (<c>/v1</c>, <c>/v3</c>) run into the faults that are waiting for them.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultQueue faults, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var isApi = context.Request.Path.StartsWithSegments("/v1") || context.Request.Path.StartsWithSegments("/v3");
        switch (isApi ? faults.Take(context.Request) : null)
        {
            case null:
                await next(context);
                break;
            case { Kind: FaultKind.Answer } fault:
                context.Response.StatusCode = fault.Status;
                if (fault.RetryAfterSeconds is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                context.Response.ContentType = fault.Body.StartsWith('<') ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
                await context.Response.WriteAsync(fault.Body);
                break;
            case { Kind: FaultKind.Delay } fault:
                if (await DelayAsync(fault, context.RequestAborted))
                {
                    await next(context);
                }

                break;
            case { Kind: FaultKind.DropAnswer }:
                await CarryOutAsync(context);
                context.Abort();
                break;
            case { Kind: FaultKind.HoldAnswer } fault:
                await CarryOutAsync(context);
                await fault.HoldAsync();
                context.Abort();
                break;
            default:
                context.Abort();
                break;
        }
    }

    /// <returns>False when the caller gave up meanwhile: then nothing is done.</returns>
    private async Task<bool> DelayAsync(Fault fault, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), clock, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // What the call answers goes nowhere.
    private async Task CarryOutAsync(HttpContext context)
    {
        var answer = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Response.Body = answer;
    }
}
