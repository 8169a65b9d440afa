using System.Net;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>A status list as a verifier gets it, over HTTP.</summary>
public sealed class StatusListTests(FrontDoorTests.App app) : IClassFixture<FrontDoorTests.App>
{
    [Fact]
    public async Task A_verifier_sees_a_revocation_within_a_minute()
    {
        using var before = await GetAsync("/status-lists/1");
        var place = await app.Running.Services.GetRequiredService<CredentialTable>().AddAsync(
            A.Badge().Key, _ => ValueTask.FromResult(new SignedCredential([1], [2])), CancellationToken.None);
        await app.Running.Services.GetRequiredService<CredentialTable>().RevokeAsync(place, CancellationToken.None);
        app.Running.Clock.Advance(TimeSpan.FromSeconds(5));

        using var after = await GetAsync("/status-lists/1", before.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.OK, "application/vc+ld+json"), (before.StatusCode, before.Content.Headers.ContentType?.MediaType));
        Assert.True(before.Headers.CacheControl!.MaxAge < TimeSpan.FromSeconds(55));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Contains(StatusBits.None.With(place.Index, true).Encode(), await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var again = await GetAsync("/status-lists/1", after.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_asks_for_a_list_that_is_not_there_meets_a_page()
    {
        using var response = await GetAsync("/status-lists/7", accept: "text/html");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? known = null, string accept = "application/vc+ld+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await app.Running.Client.SendAsync(request);
    }
}
