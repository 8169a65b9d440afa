namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The order of a list such as <c>-created_at|name</c>: a minus means the greatest first.</summary>
internal static class ListSort
{
    /// <summary>The items in order; those that are equal keep the order in which they were entered, or its reverse.</summary>
    /// <param name="all">The items as they were entered.</param>
    /// <param name="sort">The order that is asked for; keys that are not known are passed over.</param>
    /// <param name="keyOf">What an item is sorted by, by the key's name; null for a key that is not known.</param>
    public static IReadOnlyList<T> SortBy<T>(this IEnumerable<T> all, string sort, Func<string, Func<T, object?>?> keyOf)
    {
        var keys = sort.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(key => (Of: keyOf(key.TrimStart('-')), IsFalling: key[0] == '-'))
            .Where(key => key.Of is not null)
            .ToList();
        var sorted = keys is [{ IsFalling: true }, ..] ? all.Reverse().OrderBy(_ => 0) : all.OrderBy(_ => 0);
        foreach (var (of, isFalling) in keys)
        {
            // Assumed: what has no value comes last.
            sorted = isFalling
                ? sorted.ThenBy(item => of!(item) is null).ThenByDescending(item => of!(item))
                : sorted.ThenBy(item => of!(item) is null).ThenBy(item => of!(item));
        }

        return [.. sorted];
    }
}
