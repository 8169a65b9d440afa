using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>One page of a list, with the metadata that leads to the others.</summary>
internal static class CredlyPage
{
    private const int Size = 50;

    public static IResult Of<T>(HttpRequest request, IReadOnlyList<T> all, int? wanted, Func<T, object> shape)
    {
        var page = Math.Max(1, wanted ?? 1);
        var pages = Math.Max(1, (all.Count + Size - 1) / Size);
        var data = all.Skip((page - 1) * Size).Take(Size).Select(shape).ToList();
        return TypedResults.Ok(new
        {
            data,
            metadata = new
            {
                count = data.Count,
                current_page = page,
                total_count = all.Count,
                total_pages = pages,
                per = Size,
                previous_page_url = page > 1 ? AddressOf(request, page - 1) : null,
                next_page_url = page < pages ? AddressOf(request, page + 1) : null,
            },
        });
    }

    private static string AddressOf(HttpRequest request, int page)
    {
        var query = request.Query.Where(one => one.Key != "page").ToDictionary(one => one.Key, one => (string?)one.Value.ToString());
        query["page"] = page.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString($"{request.Scheme}://{request.Host}{request.Path}", query);
    }
}
