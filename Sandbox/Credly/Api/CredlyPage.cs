using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>One page of a list, with the metadata that leads to the others. Source: credly.com/docs/issued_badges, "Paging".</summary>
internal static class CredlyPage
{
    private const int Size = 50;

    public static IResult Of<T>(HttpRequest request, IReadOnlyList<T> all, Func<T, object> shape)
    {
        var (page, pages, data) = Take(request, all, shape);
        return Answer(data, new
        {
            count = data.Count,
            current_page = page,
            total_count = all.Count,
            total_pages = pages,
            per = Size,
            previous_page_url = page > 1 ? AddressOf(request, page - 1) : null,
            next_page_url = page < pages ? AddressOf(request, page + 1) : null,
        });
    }

    /// <summary>A page that leads to the next one only.</summary>
    public static IResult WithoutCounts<T>(HttpRequest request, IReadOnlyList<T> all, Func<T, object> shape)
    {
        var (page, pages, data) = Take(request, all, shape);
        return Answer(data, new { next_page_url = page < pages ? AddressOf(request, page + 1) : null });
    }

    private static IResult Answer(object data, object metadata) => TypedResults.Json(new { data, metadata }, CredlyJson.Options);

    private static (int Page, int Pages, IReadOnlyList<object> Data) Take<T>(HttpRequest request, IReadOnlyList<T> all, Func<T, object> shape)
    {
        // Assumed: what is no page number is the first page.
        var page = int.TryParse(request.Query.Last("page"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0 ? wanted : 1;
        var pages = Math.Max(1, (all.Count + Size - 1) / Size);
        return (page, pages, [.. all.Skip((int)Math.Min((page - 1L) * Size, all.Count)).Take(Size).Select(shape)]);
    }

    private static string AddressOf(HttpRequest request, int page)
    {
        var query = request.Query.Keys.Where(key => key != "page").ToDictionary(key => key, request.Query.Last);
        query["page"] = page.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString($"{request.Scheme}://{request.Host}{request.Path}", query);
    }
}
