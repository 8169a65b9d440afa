using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

/// <summary>A function's route template, before the app's route prefix.</summary>
internal static class HttpRouteTemplate
{
    /// <summary>The template that the trigger gives; the function's name if it gives none.</summary>
    public static string Of(WorkerFunction function, FunctionBinding trigger) =>
        (trigger.Text("route") is { } route && !string.IsNullOrWhiteSpace(route) ? route : function.Name).Trim('/');

    public static RoutePattern? TryParse(string template)
    {
        try
        {
            return RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }

    /// <summary>What the template matches, without the parameters' names: two templates with one shape match the same paths.</summary>
    public static string Shape(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => Shape(pattern, part)))));

    private static string Shape(RoutePattern pattern, RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{Constraints(pattern, parameter)}}}",
        _ => part.ToString() ?? "",
    };

    private static string Constraints(RoutePattern pattern, RoutePatternParameterPart parameter) =>
        pattern.ParameterPolicies.TryGetValue(parameter.Name, out var policies)
            ? string.Join(':', policies.Select(policy => policy.Content).Order(StringComparer.Ordinal))
            : "";
}
