using System.Globalization;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>Lets calls to the stand-ins' APIs run into the faults that are waiting for them.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultQueue faults, TimeProvider clock)
{
    private static readonly PathString[] Apis = ["/v1", "/api/v1", "/oauth", "/v3"];

    public async Task InvokeAsync(HttpContext context)
    {
        var isApi = Apis.Any(api => context.Request.Path.StartsWithSegments(api));
        if ((isApi ? faults.Take(context.Request) : null) is not { } fault)
        {
            await next(context);
        }
        else if (await DelayAsync(fault, context.RequestAborted))
        {
            await MeetAsync(fault, context);
        }
    }

    private async Task MeetAsync(Fault fault, HttpContext context)
    {
        switch (fault.Kind)
        {
            case FaultKind.Answer:
                await AnswerAsync(fault, context.Response);
                break;
            case FaultKind.Delay:
                await next(context);
                break;
            case FaultKind.DropAnswer:
                await CarryOutAsync(context.Response, Stream.Null);
                context.Abort();
                break;
            case FaultKind.HoldCall:
                await fault.HoldAsync();
                await next(context);
                break;
            case FaultKind.HoldAnswer:
                await HoldAnswerAsync(fault, context.Response);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task AnswerAsync(Fault fault, HttpResponse response)
    {
        response.StatusCode = fault.Status;
        response.Headers.RetryAfter = fault.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
        response.ContentType = fault.Body.StartsWith('<') ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        if (fault.Body.Length > 0)
        {
            await response.WriteAsync(fault.Body);
        }
    }

    /// <returns>False when the caller gave up meanwhile: then nothing is done.</returns>
    private async Task<bool> DelayAsync(Fault fault, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private async Task HoldAnswerAsync(Fault fault, HttpResponse response)
    {
        using var held = new MemoryStream();
        await CarryOutAsync(response, held);
        await fault.HoldAsync();
        held.Position = 0;
        await held.CopyToAsync(response.Body);
    }

    // Nothing of the answer is sent yet.
    private async Task CarryOutAsync(HttpResponse response, Stream body)
    {
        var answer = response.Body;
        response.Body = body;
        await next(response.HttpContext);
        response.Body = answer;
    }
}
