using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Turns what an HTTP function returns into the response.</summary>
internal static class HttpResultWriter
{
    public static Task WriteAsync(HttpContext context, object? result) => result switch
    {
        // A function that returns nothing has written the response itself.
        null => Task.CompletedTask,
        IActionResult actionResult => actionResult.ExecuteResultAsync(
            new ActionContext(context, context.GetRouteData(), new ActionDescriptor())),
        IResult httpResult => httpResult.ExecuteAsync(context),
        string text => TypedResults.Text(text).ExecuteAsync(context),
        _ => context.Response.WriteAsJsonAsync(result, result.GetType(), context.RequestAborted),
    };
}
