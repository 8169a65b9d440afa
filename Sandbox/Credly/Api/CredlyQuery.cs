namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The query of a list.</summary>
internal static class CredlyQuery
{
    /// <summary>A parameter's last value, as clients append theirs to the addresses of further pages.</summary>
    public static string? Last(this IQueryCollection query, string name) => query[name] is { Count: > 0 } values ? values[^1] : null;
}
