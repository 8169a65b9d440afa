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

    public bool Matches(CredlyBadge badge) =>
        _terms.All(term => term.Values.Contains(ValueOf(badge, term.Key), StringComparer.OrdinalIgnoreCase));

    private static bool IsKnown(string key) =>
        key is "badge_template_id" or "recipient_email" or "recipient_email_all" or "state" or "issuer_earner_id" or "public";

    private static string? ValueOf(CredlyBadge badge, string key) => key switch
    {
        "badge_template_id" => badge.Template.Id,
        "state" => badge.State,
        "issuer_earner_id" => badge.IssuerEarnerId,
        "public" => badge.IsPublic ? "true" : "false",
        _ => badge.RecipientEmail,
    };
}
