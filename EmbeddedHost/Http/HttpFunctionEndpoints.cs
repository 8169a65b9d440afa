using System.Net;
using BadgeFunctions.EmbeddedHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Maps the HTTP functions into an application.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapHttpFunctions(
        this WebApplication app, IEnumerable<HttpFunctionRoute> routes, FunctionsWorker worker, IConfiguration settings)
    {
        var forwarder = new HttpFunctionForwarder(
            worker,
            app.Services.GetRequiredService<IHttpForwarder>(),
            new FunctionKeys(settings),
            app.Services.GetRequiredService<ILogger<HttpFunctionForwarder>>());
        app.Lifetime.ApplicationStopped.Register(forwarder.Dispose);

        app.Use(AnswerUnknownMethodAsNotFoundAsync);
        foreach (var route in routes)
        {
            var mapped = app.Map(route.Pattern, context => forwarder.AnswerAsync(context, route))
                .WithDisplayName(route.Function.Name)
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
        if (!ranFunction && context.Response is { StatusCode: (int)HttpStatusCode.MethodNotAllowed, HasStarted: false } response)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.Allow = default;
        }
    }
}
