using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>Lays out the routes of the HTTP functions and refuses those that Functions refuses.</summary>
internal static class HttpFunctionRoutes
{
    public static IReadOnlyList<HttpFunctionRoute> Create(FunctionCatalog catalog, string routePrefix, StartErrors errors)
    {
        var routes = catalog.TriggeredBy<HttpTriggerAttribute>()
            .Select(entry => Create(entry.Function, entry.Trigger, routePrefix, errors))
            .OfType<HttpFunctionRoute>()
            .ToList();

        RefuseCollisions(routes, errors);
        return routes;
    }

    private static HttpFunctionRoute? Create(
        BoundFunction function, HttpTriggerAttribute trigger, string routePrefix, StartErrors errors)
    {
        var template = HttpRouteTemplate.Of(function.Definition, trigger);
        var pattern = HttpRouteTemplate.TryParse($"{routePrefix.Trim('/')}/{template}".Trim('/'));

        if (Refusal(template, pattern, trigger) is { } refusal)
        {
            errors.Add(function.Definition, refusal);
            return null;
        }

        return new HttpFunctionRoute(
            function, pattern!, [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())], trigger.AuthLevel);
    }

    private static string? Refusal(string template, RoutePattern? pattern, HttpTriggerAttribute trigger)
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

        return trigger.AuthLevel is AuthorizationLevel.User
            ? "the authorization level User is not supported."
            : null;
    }

    private static void RefuseCollisions(List<HttpFunctionRoute> routes, StartErrors errors)
    {
        for (var index = 0; index < routes.Count; index++)
        {
            foreach (var other in routes.Take(index).Where(routes[index].CollidesWith))
            {
                errors.Add(
                    routes[index].Function.Definition,
                    $"its route '{routes[index].Pattern.RawText}' is also the route of function '{other.Function.Definition.Name}'.");
            }
        }
    }
}
