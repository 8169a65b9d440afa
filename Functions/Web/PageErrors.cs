namespace BadgeFunctions.Functions.Web;

/// <summary>Who opened a page and ran into a bug, or into storage that is down, gets a page that says so; APIs get their own errors.</summary>
internal sealed partial class PageErrors(PageRenderer pages, ILogger<PageErrors> logger) : IFunctionsWorkerMiddleware
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
        catch (Exception e) when (context.GetHttpContext() is { Response.HasStarted: false } http && WantsPage(http))
        {
            LogFailed(logger, e, context.FunctionDefinition.Name, context.InvocationId);
            var page = await pages.PageAsync<MessagePage>(Sorry, StatusCodes.Status500InternalServerError);
            await page.ExecuteAsync(http);
        }
    }

    private static bool WantsPage(HttpContext http) =>
        !http.RequestAborted.IsCancellationRequested
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(5001, LogLevel.Error, "Page function {Function} failed in invocation {InvocationId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function, string invocationId);
}
