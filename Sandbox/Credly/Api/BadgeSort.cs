namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>A sort order such as <c>-created_at</c>: a minus means the newest first.</summary>
internal static class BadgeSort
{
    /// <returns>Null for an order that is not known.</returns>
    public static IReadOnlyList<CredlyBadge>? Apply(IEnumerable<CredlyBadge> badges, string? sort)
    {
        var name = string.IsNullOrEmpty(sort) ? "-created_at" : sort;
        if (KeyOf(name.TrimStart('-')) is not { } key)
        {
            return null;
        }

        // Those of one moment keep the order in which they were issued, or its reverse.
        return name[0] == '-' ? [.. badges.Reverse().OrderByDescending(key)] : [.. badges.OrderBy(key)];
    }

    private static Func<CredlyBadge, DateTimeOffset>? KeyOf(string name) => name switch
    {
        "created_at" => badge => badge.CreatedAt,
        "updated_at" => badge => badge.StateUpdatedAt,
        "issued_at" => badge => badge.IssuedAt,
        "state_updated_at" => badge => badge.StateUpdatedAt,
        _ => null,
    };
}
