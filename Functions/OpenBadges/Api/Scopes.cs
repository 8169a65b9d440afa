namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What a member can allow an app (Open Badges 3.0, 6.2.1; RFC 6749, 3.3): a list with spaces.</summary>
internal static class Scopes
{
    /// <summary>To read the member's credentials.</summary>
    public const string Credentials = "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly";

    /// <summary>To read the member's profile.</summary>
    public const string Profile = "https://purl.imsglobal.org/spec/ob/v3p0/scope/profile.readonly";

    /// <summary>To go on after the first hour, without the member.</summary>
    public const string Offline = "offline_access";

    /// <summary>All that there are.</summary>
    public static readonly IReadOnlyList<string> All = [Credentials, Profile, Offline];

    /// <summary>Whether a scope is on the list.</summary>
    public static bool Has(string scopes, string scope) => scopes.Split(' ').Contains(scope);

    /// <summary>Those of <paramref name="asked"/> that are in <paramref name="possible"/>, too.</summary>
    public static string Of(string asked, IEnumerable<string> possible) => string.Join(' ', asked.Split(' ').Intersect(possible));
}
