using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Lists: filtered by <c>filter[state]=pending,accepted&amp;filter[query]=x</c> or the older <c>filter=state::pending,accepted|query::x</c>,
/// sorted by <c>sort=-created_at|name</c>, page by page. Source: credly.com/docs/issued_badges, "Filtering" and "Paging".
/// </summary>
internal static class CredlyList
{
    private const int PageSize = 50;
    private const string FilterPrefix = "filter[";

    /// <summary>The items that meet all terms of the filter; terms for which the test answers null, as it does not know their key, are ignored.</summary>
    public static IEnumerable<T> Filter<T>(this IEnumerable<T> all, HttpRequest request, Func<T, FilterTerm, bool?> test)
    {
        var terms = Older(request.Query.Last("filter") ?? "").Concat(Current(request.Query)).ToList();
        return all.Where(item => terms.All(term => test(item, term) ?? true));
    }

    /// <summary>
    /// The items in order, a minus for descending; equal ones keep the order in which they were entered, or its reverse. Keys for which
    /// <paramref name="keyOf"/> answers null are ignored.
    /// </summary>
    public static IReadOnlyList<T> SortBy<T>(this IEnumerable<T> all, string sort, Func<string, Func<T, object?>?> keyOf)
    {
        var keys = sort.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(key => (Of: keyOf(key.TrimStart('-')), IsDescending: key[0] == '-'))
            .Where(key => key.Of is not null)
            .ToList();
        var sorted = keys is [{ IsDescending: true }, ..] ? all.Reverse().OrderBy(_ => 0) : all.OrderBy(_ => 0);
        foreach (var (of, isDescending) in keys)
        {
            // Assumed: what has no value comes last.
            sorted = isDescending
                ? sorted.ThenBy(item => of!(item) is null).ThenByDescending(item => of!(item))
                : sorted.ThenBy(item => of!(item) is null).ThenBy(item => of!(item));
        }

        return [.. sorted];
    }

    /// <summary>The page that is asked for, with the metadata that leads to the others.</summary>
    public static IResult Page<T>(HttpRequest request, IReadOnlyList<T> all, Func<T, object> shape, bool hasCounts = true)
    {
        // Assumed: anything but a page number is the first page.
        var page = int.TryParse(request.Query.Last("page"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0 ? wanted : 1;
        var pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        object[] data = [.. all.Skip((int)Math.Min((page - 1L) * PageSize, all.Count)).Take(PageSize).Select(shape)];
        var next = page < pages ? AddressOf(request, page + 1) : null;
        object metadata = hasCounts
            ? new
            {
                count = data.Length,
                current_page = page,
                total_count = all.Count,
                total_pages = pages,
                per = PageSize,
                previous_page_url = page > 1 ? AddressOf(request, page - 1) : null,
                next_page_url = next,
            }
            : new { next_page_url = next };
        return TypedResults.Json(new { data, metadata }, CredlyJson.Options);
    }

    /// <summary>A parameter's last value: clients append theirs to the addresses of further pages.</summary>
    public static string? Last(this IQueryCollection query, string name) => query[name] is { Count: > 0 } values ? values[^1] : null;

    private static IEnumerable<FilterTerm> Older(string text) =>
        from term in text.Split('|', StringSplitOptions.RemoveEmptyEntries)
        let parts = term.Split("::", 2)
        where parts.Length == 2
        select new FilterTerm(parts[0].Trim(), parts[1]);

    private static IEnumerable<FilterTerm> Current(IQueryCollection query) =>
        from one in query
        where one.Key.StartsWith(FilterPrefix, StringComparison.Ordinal) && one.Key.EndsWith(']')
        let isList = one.Key.EndsWith("[]", StringComparison.Ordinal)
        let key = one.Key[FilterPrefix.Length..^(isList ? 3 : 1)]
        select new FilterTerm(
            // filter[badge_templates][reporting_tags] is the older badge_templates[reporting_tags].
            key.Contains("][", StringComparison.Ordinal) ? $"{key.Replace("][", "[", StringComparison.Ordinal)}]" : key,
            isList ? string.Join(',', (IEnumerable<string?>)one.Value) : one.Value[^1] ?? "");

    private static string AddressOf(HttpRequest request, int page)
    {
        var query = request.Query.Keys.Where(key => key != "page").ToDictionary(key => key, request.Query.Last);
        query["page"] = page.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString($"{request.Scheme}://{request.Host}{request.Path}", query);
    }
}

/// <summary>One condition of a filter.</summary>
internal sealed record FilterTerm(string Key, string Value)
{
    /// <summary>Whether a text is one of the comma-separated values.</summary>
    public bool Names(string? text) => Value.Split(',').Contains(text ?? "", StringComparer.OrdinalIgnoreCase);
    public bool NamesAny(IEnumerable<string> texts) => texts.Any(Names);
    public bool Is(bool flag) => Names(flag ? "true" : "false");

    /// <summary>Whether the value is part of a text, or all of it where the value is in quotes.</summary>
    public bool IsIn(params IEnumerable<string> texts) => texts.Any(text => Value is ['"', .. var quoted, '"']
        ? text.Equals(quoted, StringComparison.OrdinalIgnoreCase)
        : text.Contains(Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an instant is on the day of the value, or later.</summary>
    public bool IsMinimumOf(DateTimeOffset? instant) => CredlyJson.Instant(Value) is not { } day || instant?.UtcDateTime.Date >= day.UtcDateTime.Date;

    /// <summary>Whether an instant is on the day of the value, or earlier.</summary>
    public bool IsMaximumOf(DateTimeOffset? instant) => CredlyJson.Instant(Value) is not { } day || instant?.UtcDateTime.Date <= day.UtcDateTime.Date;
}
