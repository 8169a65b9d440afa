namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The OAuth scope that a route asks for. Source: credly.com/docs/oauth, "OAuth Scopes".</summary>
internal sealed record CredlyScope(string Name);

internal static class CredlyScopes
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "authorization_tokens", "badge_templates", "events", "invitations", "issued_badges", "memberships", "recommendations", "workforce",
    ];

    /// <summary>Asks for a scope on all routes of a group.</summary>
    public static RouteGroupBuilder RequireScope(this RouteGroupBuilder routes, string scope) => routes.WithMetadata(new CredlyScope(scope));
}
