using System.Globalization;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>Where the app's callbacks arrive, and a page that shows them.</summary>
internal static class CallbackRoutes
{
    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/callbacks", (CallbackReceiver receiver) => Html.Page<CallbacksPage>(receiver.Received.Reverse().ToList()));
        routes.MapPost("/callbacks/{name}", TakeAsync);
    }

    private static async Task<IResult> TakeAsync(string name, HttpContext context, CallbackReceiver receiver, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        var answer = receiver.Take(name, context.Request.Headers, body.ToArray());
        if (answer.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Status is >= 300 and < 400)
        {
            context.Response.Headers.Location = $"/callbacks/{name}";
        }

        return Results.StatusCode(answer.Status);
    }
}
