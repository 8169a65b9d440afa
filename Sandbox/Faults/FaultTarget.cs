using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>Calls that can be made to fail, by name.</summary>
internal sealed record FaultTarget(string Name, Regex Calls)
{
    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<FaultTarget> All { get; } =
    [
        Credly("issue a badge", "POST", "/badges"),
        Credly("replace a badge", "POST", "/badges/[^/]+/replace"),
        Credly("revoke a badge", "PUT", "/badges/[^/]+/revoke"),
        Credly("delete a badge", "DELETE", "/badges/[^/]+"),
        Credly("read a badge", "GET", "/badges/[^/]+"),
        Credly("list badges", "GET", "/(badges|high_volume_issued_badge_search)"),
        Credly("templates", "[A-Z]+", "/badge_templates(/[^/]+)?"),
        Credly("events", "GET", "/events(/[^/]+)?"),
        Credly("organization", "[A-Z]+", ""),
        Credly("read", "GET", ".*"),
        new("Credly: OAuth token", new Regex("^POST /oauth/token$")),
        new("SendGrid: send an e-mail", new Regex("^POST /v3/mail/send$")),
        new("SendGrid: look an e-mail up", new Regex("^GET /v3/messages")),
    ];

    public static FaultTarget? Find(string? name) => All.FirstOrDefault(target => target.Name == name);

    private static FaultTarget Credly(string name, string method, string path) =>
        new($"Credly: {name}", new Regex($"^{method} (/api)?/v1/organizations/[^/]+{path}/?$"));
}
