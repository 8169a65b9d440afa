namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>A filter such as <c>badge_template_id::X|state::pending,accepted</c>.</summary>
internal sealed class BadgeFilter
{
    private readonly IReadOnlyList<(string Key, string[] Values)> _terms;

    private BadgeFilter(IReadOnlyList<(string Key, string[] Values)> terms) => _terms = terms;

    /// <returns>Null with the name of the first filter that is not known.</returns>
    public static BadgeFilter? Read(string? text, out string unknown)
    {
        unknown = "";
        var terms = new List<(string, string[])>();
        foreach (var term in (text ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = term.Split("::", 2);
            if (parts.Length < 2 || !IsKnown(parts[0]))
            {
                unknown = parts[0];
                return null;
            }

            terms.Add((parts[0], parts[1].Split(',')));
        }

        return new BadgeFilter(terms);
    }

    public bool Matches(CredlyBadge badge, CredlyStandIn credly) =>
        _terms.All(term => ValuesOf(badge, term.Key, credly).Any(value => term.Values.Contains(value, StringComparer.OrdinalIgnoreCase)));

    private static bool IsKnown(string key) =>
        key is "badge_template_id" or "recipient_email" or "recipient_email_all" or "user_id" or "state" or "issuer_earner_id" or "public";

    // An account is known by all of its addresses.
    private static IEnumerable<string> ValuesOf(CredlyBadge badge, string key, CredlyStandIn credly) => key switch
    {
        "recipient_email_all" => credly.AccountOf(badge.RecipientEmail)?.Emails ?? [badge.RecipientEmail],
        "user_id" => [credly.AccountOf(badge.RecipientEmail)?.Id.ToString() ?? ""],
        _ => [ValueOf(badge, key) ?? ""],
    };

    private static string? ValueOf(CredlyBadge badge, string key) => key switch
    {
        "badge_template_id" => badge.Template.Id,
        "state" => badge.State,
        "issuer_earner_id" => badge.IssuerEarnerId,
        "public" => badge.IsPublic ? "true" : "false",
        _ => badge.RecipientEmail,
    };
}
