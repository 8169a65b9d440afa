using BadgeFunctions.Functions.OpenBadges.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Functions.Tests.OpenBadges.Api;

/// <summary>Which credentials a query asks for, and where the others are.</summary>
public sealed class CredentialPageTests
{
    private static readonly Uri Address = new("https://badges.example.org/ims/ob/v3p0/credentials");

    [Theory]
    [InlineData("", 50, 0)]
    [InlineData("?limit=2&offset=4", 2, 4)]
    [InlineData("?limit=1000", 50, 0)]
    public void A_page_has_a_size_and_a_beginning(string query, int limit, int offset) => Assert.Equal(new CredentialPage(limit, offset, null), Read(query));

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=2&limit=3")]
    [InlineData("?limit=99999999999")]
    [InlineData("?offset=x")]
    [InlineData("?offset=")]
    [InlineData("?since=yesterday")]
    [InlineData("?since=")]
    public void What_cannot_be_read_is_no_page(string query) => Assert.Null(Read(query));

    [Fact]
    public void Since_leaves_out_what_was_issued_then_or_before()
    {
        var page = Read("?since=2021-04-27T11%3A00%3A00%2B02%3A00")!;

        Assert.False(page.Has(A.Now));
        Assert.True(page.Has(A.Now.AddTicks(1)));
        Assert.Contains("<https://badges.example.org/ims/ob/v3p0/credentials?limit=50&offset=0&since=2021-04-27T11%3A00%3A00%2B02%3A00>; rel=\"first\"", page.Links(Address, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=2", 5, "first 0, last 4, next 2")]
    [InlineData("?limit=2&offset=2", 5, "first 0, last 4, next 4, prev 0")]
    [InlineData("?limit=2&offset=4", 5, "first 0, last 4, prev 2")]
    [InlineData("?limit=2&offset=1", 4, "first 0, last 2, next 3, prev 0")]
    [InlineData("?limit=2&offset=9", 4, "first 0, last 2, prev 7")]
    [InlineData("?limit=2147483647&offset=2147483647", 4, "first 0, last 0, prev 2147483597")]
    [InlineData("", 0, "first 0, last 0")]
    public void The_other_pages_are_named(string query, int total, string expected)
    {
        var links = Read(query)!.Links(Address, total).Split(", ").Select(link => link.Split("; rel="))
            .Select(link => $"{link[1].Trim('"')} {QueryHelpers.ParseQuery(new Uri(link[0].Trim('<', '>')).Query)["offset"]}");

        Assert.Equal(expected, string.Join(", ", links));
    }

    private static CredentialPage? Read(string query) => CredentialPage.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
