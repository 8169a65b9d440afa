using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

internal enum AuthorizationLevel { Anonymous, User, Function, Admin }

/// <summary>Where an HTTP function answers.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">Its route below the app's route prefix.</param>
/// <param name="Methods">The methods that it answers, in upper case; every method if empty.</param>
/// <param name="AuthLevel">The key that a caller must show.</param>
internal sealed record HttpFunctionRoute(
    WorkerFunction Function, RoutePattern Pattern, IReadOnlyList<string> Methods, AuthorizationLevel AuthLevel)
{
    /// <summary>Whether some request would match both routes.</summary>
    public bool CollidesWith(HttpFunctionRoute other) =>
        HttpRouteTemplate.Shape(Pattern) == HttpRouteTemplate.Shape(other.Pattern)
        && (Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any());
}

/// <summary>Lays out the routes of the HTTP functions and refuses those that Functions refuses.</summary>
internal static class HttpFunctionRoutes
{
    public static IReadOnlyList<HttpFunctionRoute> Create(
        IEnumerable<WorkerFunction> functions, string routePrefix, StartErrors errors)
    {
        var routes = functions
            .Select(function => function.TriggeredBy(FunctionBinding.HttpTrigger) is { } trigger ? Create(function, trigger, routePrefix, errors) : null)
            .OfType<HttpFunctionRoute>()
            .ToList();

        RefuseCollisions(routes, errors);
        return routes;
    }

    private static HttpFunctionRoute? Create(
        WorkerFunction function, FunctionBinding trigger, string routePrefix, StartErrors errors)
    {
        var template = HttpRouteTemplate.Of(function, trigger);
        var pattern = HttpRouteTemplate.TryParse($"{routePrefix.Trim('/')}/{template}".Trim('/'));
        if (!Enum.TryParse<AuthorizationLevel>(trigger.Text("authLevel") ?? nameof(AuthorizationLevel.Function), ignoreCase: true, out var level))
        {
            level = AuthorizationLevel.User;
        }

        if (Refusal(template, pattern, level) is { } refusal)
        {
            errors.Add(function, refusal);
            return null;
        }

        return new HttpFunctionRoute(
            function, pattern!, [.. trigger.Texts("methods").Select(method => method.ToUpperInvariant())], level);
    }

    private static string? Refusal(string template, RoutePattern? pattern, AuthorizationLevel level)
    {
        if (pattern is null)
        {
            return $"the route '{template}' is not a valid template.";
        }

        // The Functions host keeps this space for itself, whatever the route prefix is.
        if (template.StartsWith("admin", StringComparison.OrdinalIgnoreCase))
        {
            return $"the route '{template}' conflicts with the host's own routes, which begin with 'admin'.";
        }

        return level is AuthorizationLevel.User ? "its authorization level is not supported by this host." : null;
    }

    private static void RefuseCollisions(List<HttpFunctionRoute> routes, StartErrors errors)
    {
        for (var index = 0; index < routes.Count; index++)
        {
            foreach (var other in routes.Take(index).Where(routes[index].CollidesWith))
            {
                errors.Add(
                    routes[index].Function,
                    $"its route '{routes[index].Pattern.RawText}' is also the route of function '{other.Function.Name}'.");
            }
        }
    }
}
