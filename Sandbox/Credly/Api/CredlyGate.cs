using System.Globalization;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Lets a request in when the limit, its credentials, the organization in its address and its body allow it.</summary>
internal static class CredlyGate
{
    public static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        if (services.GetRequiredService<CredlyLimit>().Refuse() is { } refusal)
        {
            http.Response.Headers.RetryAfter = refusal.RetryAfter?.ToString(CultureInfo.InvariantCulture);
            return CredlyErrors.TooManyRequests();
        }

        return services.GetRequiredService<CredlySignIn>().Check(http.Request) switch
        {
            StatusCodes.Status200OK when !IsOurs(http) => CredlyErrors.NotFound(),
            StatusCodes.Status200OK when context.Arguments.Contains(RequestFields.Unreadable) => CredlyErrors.NotReadable(),
            StatusCodes.Status200OK => await next(context),
            StatusCodes.Status403Forbidden => CredlyErrors.Forbidden(),
            _ => TurnAway(http),
        };
    }

    private static bool IsOurs(HttpContext http) =>
        http.GetRouteValue("organization") is not string id
        || id == http.RequestServices.GetRequiredService<SandboxOptions>().CredlyOrganizationId;

    private static IResult TurnAway(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"Credly\"";
        return CredlyErrors.Unauthorized();
    }
}
