using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>Which of a member's credentials are asked for (Open Badges 3.0, 6.2.2 and 6.4). Pure.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many are passed over.</param>
/// <param name="Since">Only those that were issued later, as it was written; null for all.</param>
internal sealed record CredentialPage(int Limit, int Offset, string? Since)
{
    /// <summary>The most on a page: each is read by itself.</summary>
    public const int Most = 50;

    /// <summary>What a query asks for; null when it cannot be read.</summary>
    public static CredentialPage? Read(IQueryCollection query) =>
        Number(query["limit"], Most) is > 0 and var limit && Number(query["offset"], 0) is { } offset && (query["since"] is [] || Instant(query["since"]) is not null)
            ? new CredentialPage(Math.Min(limit, Most), offset, query["since"])
            : null;

    /// <summary>Whether a credential is asked for.</summary>
    public bool Has(DateTimeOffset issuedAt) => Since is null || issuedAt > Instant(Since);

    /// <summary>The value of the <c>Link</c> header.</summary>
    /// <param name="address">The address without its query.</param>
    /// <param name="total">How many there are on all pages.</param>
    public string Links(Uri address, int total)
    {
        List<(string Relation, int Offset)> links = [("first", 0), ("last", Math.Max(0, total - 1) / Limit * Limit)];
        if (Offset < total - Limit)
        {
            links.Add(("next", Offset + Limit));
        }

        if (Offset > 0)
        {
            links.Add(("prev", Math.Max(0, Offset - Limit)));
        }

        return string.Join(", ", links.Select(link => $"<{At(link.Offset)}>; rel=\"{link.Relation}\""));

        string At(int offset) => QueryHelpers.AddQueryString(
            address.AbsoluteUri,
            new Dictionary<string, string?> { ["limit"] = Text(Limit), ["offset"] = Text(offset), ["since"] = Since }.Where(one => one.Value is not null));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string? text, int otherwise) =>
        text is null ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
