using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.EmbeddedHost.Http;

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

/// <summary>The key that a caller must show.</summary>
internal enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous,

    /// <summary>A signed-in user, which this host does not know.</summary>
    User,

    /// <summary>A function's key, or the one of all functions.</summary>
    Function,

    /// <summary>The master key.</summary>
    Admin,
}
