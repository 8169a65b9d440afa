using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Maps the HTTP functions into the application.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapHttpFunctions(this WebApplication app, IEnumerable<HttpFunctionRoute> routes)
    {
        app.Use(AnswerUnknownMethodAsNotFoundAsync);

        foreach (var route in routes)
        {
            var endpoint = ActivatorUtilities.CreateInstance<HttpFunctionEndpoint>(app.Services, route);
            var mapped = app.Map(route.Pattern, endpoint.AnswerAsync)
                .WithDisplayName(route.Function.Definition.Name)
                .WithMetadata(route);

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
}
