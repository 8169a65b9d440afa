using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

internal enum AuthorizationLevel { Anonymous, Function, Admin }

/// <summary>Where an HTTP function answers: the route with the prefix, and methods in upper case; every method if there are none.</summary>
internal sealed record HttpFunctionRoute(
    WorkerFunction Function, RoutePattern Pattern, IReadOnlyList<string> Methods, AuthorizationLevel AuthLevel)
{
    /// <summary>Lays out the routes of the HTTP functions and refuses those that Functions refuses.</summary>
    public static IReadOnlyList<HttpFunctionRoute> Create(IEnumerable<WorkerFunction> functions, string routePrefix, List<string> errors)
    {
        var routes = new List<HttpFunctionRoute>();
        foreach (var function in functions)
        {
            if (function.TriggeredBy(WorkerFunction.HttpTrigger) is not { } trigger)
            {
                continue;
            }

            try
            {
                var route = Create(function, trigger, routePrefix);
                errors.AddRange(routes.Where(route.CollidesWith).Select(other =>
                    function.Error($"its route '{route.Pattern.RawText}' is also the route of function '{other.Function.Name}'.")));
                routes.Add(route);
            }
            catch (RoutePatternException exception)
            {
                errors.Add(function.Error($"the route '{exception.Pattern}' is not a valid template: {exception.Message}"));
            }
            catch (HostException exception)
            {
                errors.Add(function.Error(exception.Message));
            }
        }

        return routes;
    }

    private static HttpFunctionRoute Create(WorkerFunction function, FunctionBinding trigger, string routePrefix)
    {
        var template = (trigger["route"] is { } route && !string.IsNullOrWhiteSpace(route) ? route : function.Name).Trim('/');
        var level = trigger["authLevel"] ?? nameof(AuthorizationLevel.Function);

        // The Functions host keeps this space for itself, whatever the route prefix is.
        return template.StartsWith("admin", StringComparison.OrdinalIgnoreCase)
            ? throw new HostException($"the route '{template}' conflicts with the host's own routes, which begin with 'admin'.")
            : new HttpFunctionRoute(
                function,
                RoutePatternFactory.Parse($"{routePrefix.Trim('/')}/{template}".Trim('/')),
                [.. trigger.List("methods").Select(method => method.ToUpperInvariant())],
                Enum.TryParse<AuthorizationLevel>(level, ignoreCase: true, out var known)
                    ? known
                    : throw new HostException($"its authorization level '{level}' is not supported by this host."));
    }

    // ASP.NET Core would not find out before a request comes that matches both routes.
    private bool CollidesWith(HttpFunctionRoute other) =>
        Shape(Pattern) == Shape(other.Pattern)
        && (Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any());

    // What a route matches, without the parameters' names: two routes of one shape match the same paths.
    private static string Shape(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape))));

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content).Order())}}}",
        _ => "",
    };
}
