using Azure;
using Grpc.Core;

namespace BadgeFunctions.Functions.Web;

/// <summary>
/// Answers requests that ran into a bug, or into storage that is down: with a page where one was asked for, otherwise with problem
/// details. Left to the worker, such a request is answered 200 without a body, and whoever sent a webhook would not repeat it.
/// </summary>
internal sealed partial class HttpErrors(PageRenderer pages, ILogger<HttpErrors> logger) : IFunctionsWorkerMiddleware
{
    private static readonly MessagePageModel Sorry = new(
        "Something went wrong",
        ["That is our fault, not yours. Nothing is lost: please try again in a few minutes."]);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.GetHttpContext() is { Response.HasStarted: false, RequestAborted.IsCancellationRequested: false } http)
        {
            http.Response.Clear();
            var answer = await AnswerToAsync(e, http, context);
            await answer.ExecuteAsync(http);
        }
    }

    private async Task<IResult> AnswerToAsync(Exception exception, HttpContext http, FunctionContext context)
    {
        // A body that is cut off or too long is the caller's error, and Kestrel says which.
        if (exception is BadHttpRequestException refusal)
        {
            return Problems.Of(refusal.StatusCode, refusal.Message);
        }

        LogFailed(logger, exception, context.FunctionDefinition.Name, context.InvocationId);
        if (!IsOverloaded(exception))
        {
            return WantsPage(http)
                ? await pages.PageAsync<MessagePage>(Sorry, StatusCodes.Status500InternalServerError)
                : Problems.Of(StatusCodes.Status500InternalServerError, "Something went wrong. Nothing is lost: please try again in a few minutes.");
        }

        var answer = Problems.NotNow(http.Request, "The service is busy or cannot reach its storage. Nothing is lost: please try again.");
        return WantsPage(http) ? await pages.PageAsync<MessagePage>(Sorry, StatusCodes.Status503ServiceUnavailable) : answer;
    }

    // Table storage or the durable store does not answer, or takes no more.
    private static bool IsOverloaded(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests or >= 500 } => true,
        AggregateException { InnerExceptions: [var first, ..] } => IsOverloaded(first),
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted } => true,
        OperationCanceledException or HttpRequestException or IOException => true,
        _ => false,
    };

    private static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(5001, LogLevel.Error, "Function {Function} failed in invocation {InvocationId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function, string invocationId);
}
