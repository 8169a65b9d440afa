using Azure;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BadgeFunctions.Functions.Web;

/// <summary>
/// Answers requests that ran into a bug, or into storage that is down. Left to the worker, such a request is answered 200 without a body,
/// and whoever sent a webhook would not repeat it. Every problem, also one that a function answered with, is a page for a browser, and
/// problem details for a program.
/// </summary>
internal sealed partial class HttpErrors(PageRenderer pages, ILogger<HttpErrors> logger) : IFunctionsWorkerMiddleware
{
    private static MessagePageModel Sorry => new(
        L("Something went wrong"),
        [L("This is our fault, not yours, and nothing is lost. Please try again in a few minutes.")]);

    private static PageLink MyBadges => new(L("My Badges"), "/my-badges");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
            if (context.GetHttpContext() is { } answered && WantsPage(answered) && context.GetInvocationResult() is { Value: ProblemHttpResult problem } result)
            {
                result.Value = await PageOfAsync(problem.ProblemDetails);
            }
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
            var problem = TypedResults.Problem(refusal.Message, statusCode: refusal.StatusCode);
            return WantsPage(http) ? await PageOfAsync(problem.ProblemDetails) : problem;
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

    private Task<IResult> PageOfAsync(ProblemDetails problem)
    {
        var fields = problem.Extensions.TryGetValue("errors", out var errors) && errors is FieldError[] all ? all : [];
        return pages.PageAsync<MessagePage>(
            new MessagePageModel(
                problem.Status is StatusCodes.Status404NotFound ? L("Page not found") : problem.Title ?? Sorry.Title,
                [problem.Detail ?? Sorry.Paragraphs[0], .. fields.Select(field => $"{field.Field}: {field.Reason}")],
                MyBadges),
            problem.Status ?? StatusCodes.Status500InternalServerError);
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
