namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Which items of a list are wanted: <c>filter[state]=pending,accepted&amp;filter[query]=x</c>, or in the older form
/// <c>filter=state::pending,accepted|query::x</c>. Source: credly.com/docs/issued_badges, "Filtering".
/// </summary>
internal static class ListFilter
{
    private const string Prefix = "filter[";

    public static IReadOnlyList<FilterTerm> Read(IQueryCollection query) => [.. Older(query.Last("filter") ?? ""), .. Current(query)];

    /// <summary>The items that meet all terms.</summary>
    /// <param name="all">The items.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="test">Whether an item meets a term; null for a key that is not known, which is passed over.</param>
    public static IEnumerable<T> Where<T>(this IEnumerable<T> all, IReadOnlyList<FilterTerm> terms, Func<T, FilterTerm, bool?> test) =>
        all.Where(item => terms.All(term => test(item, term) ?? true));

    private static IEnumerable<FilterTerm> Older(string text) =>
        from term in text.Split('|', StringSplitOptions.RemoveEmptyEntries)
        let parts = term.Split("::", 2)
        where parts.Length == 2
        select new FilterTerm(parts[0].Trim(), parts[1]);

    private static IEnumerable<FilterTerm> Current(IQueryCollection query) =>
        from one in query
        where one.Key.StartsWith(Prefix, StringComparison.Ordinal) && one.Key.EndsWith(']')
        let isList = one.Key.EndsWith("[]", StringComparison.Ordinal)
        let key = one.Key[Prefix.Length..^(isList ? 3 : 1)]
        select new FilterTerm(
            // filter[badge_templates][reporting_tags] is the older badge_templates[reporting_tags].
            key.Contains("][", StringComparison.Ordinal) ? $"{key.Replace("][", "[", StringComparison.Ordinal)}]" : key,
            isList ? string.Join(',', (IEnumerable<string?>)one.Value) : one.Value[^1] ?? "");
}
