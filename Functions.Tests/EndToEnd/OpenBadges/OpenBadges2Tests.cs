using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>What a backpack of Open Badges 2.0 finds; the properties are those that its specification asks for.</summary>
public sealed class OpenBadges2Tests(FrontDoorTests.App fixture) : IClassFixture<FrontDoorTests.App>
{
    private readonly BadgeApplication _app = fixture.Running;

    [Fact]
    public async Task A_shared_badge_leads_to_what_it_was_awarded_for_and_to_who_awarded_it()
    {
        var badge = await SharedAsync(one => one with { TemplateCode = "level-c-project-manager", ExpiresOn = new DateOnly(2091, 4, 26), Evidence = new Uri("https://evidence.example.org/1") });

        var assertion = await ReadAsync(PathOf(badge));
        var badgeClass = await ReadAsync(TextOf(assertion, "badge"));
        var issuer = await ReadAsync(TextOf(badgeClass, "issuer"));

        Assert.Equal(("https://w3id.org/openbadges/v2", "Assertion", $"{_app.Url}{PathOf(badge)}"), (TextOf(assertion, "@context"), TextOf(assertion, "type"), TextOf(assertion, "id")));
        Assert.Equal("""{"type":"HostedBadge"}""", assertion.GetProperty("verification").GetRawText());
        Assert.Equal(
            ("2021-04-26T00:00:00Z", "2091-04-27T12:00:00Z", "https://evidence.example.org/1"),
            (TextOf(assertion, "issuedOn"), TextOf(assertion, "expires"), TextOf(assertion, "evidence")));
        Assert.Equal(("BadgeClass", TextOf(assertion, "badge")), (TextOf(badgeClass, "type"), TextOf(badgeClass, "id")));
        Assert.Contains("Level C", TextOf(badgeClass, "name"), StringComparison.Ordinal);
        Assert.NotEmpty(TextOf(badgeClass, "description"));
        Assert.NotEmpty(TextOf(badgeClass.GetProperty("criteria"), "narrative"));
        using var image = await _app.Client.GetAsync(TextOf(badgeClass, "image"));
        Assert.Equal("image/png", image.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(badgeClass.GetProperty("alignment").EnumerateArray());
        Assert.All(badgeClass.GetProperty("alignment").EnumerateArray(), one => Assert.True(TextOf(one, "targetName").Length > 0 && TextOf(one, "targetUrl").Length > 0));
        Assert.NotEmpty(badgeClass.GetProperty("tags").EnumerateArray());
        Assert.Equal(("Issuer", TextOf(badgeClass, "issuer")), (TextOf(issuer, "type"), TextOf(issuer, "id")));
        Assert.Equal(("Test Certification Body", $"{_app.Url}/", "badges@example.org"), (TextOf(issuer, "name"), TextOf(issuer, "url"), TextOf(issuer, "email")));
    }

    [Fact]
    public async Task The_image_has_the_assertion_inside()
    {
        var badge = await SharedAsync(one => one);
        var assertion = await ReadAsync(PathOf(badge));

        var image = await _app.Client.GetByteArrayAsync(TextOf(assertion, "image"));

        Assert.Equal(new Unbaked.Credential(assertion.GetRawText(), BakedImage.Assertion), BakedImage.Read(image));
    }

    [Fact]
    public async Task The_recipient_is_a_hash_that_only_who_knows_the_address_can_compare()
    {
        var badge = await SharedAsync(one => one with { Recipient = one.Recipient with { Email = "Maria.Rossi@Example.org" } });
        var other = await SharedAsync(one => one);

        var recipient = (await ReadAsync(PathOf(badge))).GetProperty("recipient");

        Assert.Equal(("email", true), (TextOf(recipient, "type"), recipient.GetProperty("hashed").GetBoolean()));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"maria.rossi@example.org{TextOf(recipient, "salt")}"));
        Assert.Equal($"sha256${Convert.ToHexStringLower(hash)}", TextOf(recipient, "identity"));
        Assert.NotEqual(TextOf(recipient, "salt"), TextOf((await ReadAsync(PathOf(other))).GetProperty("recipient"), "salt"));
    }

    [Fact]
    public async Task A_badge_that_was_revoked_is_gone_and_why_is_not_told()
    {
        var badge = await SharedAsync(one => one with { State = BadgeState.Revoked, RevocationReason = "Between us" });

        using var response = await _app.Client.GetAsync(PathOf(badge));

        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Assert.Equal(
            $$"""{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"{{_app.Url}}{{PathOf(badge)}}","revoked":true}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_badge_that_is_not_shared_is_answered_like_one_that_is_not_there()
    {
        var badge = await SharedAsync(one => one with { IsShared = false });

        using var hidden = await _app.Client.GetAsync(PathOf(badge));
        using var nothing = await _app.Client.GetAsync(new Uri("/badges/AAAAAAAAAAAAAAAAAAAAAA/2.0", UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.StatusCode, nothing.StatusCode));
        Assert.Equal(await nothing.Content.ReadAsStringAsync(), await hidden.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null, "application/ld+json")]
    [InlineData("*/*", "application/ld+json")]
    [InlineData("application/ld+json, application/json;q=0.5", "application/ld+json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,*/*;q=0.8", "application/json")]
    public async Task It_is_JSON_LD_or_JSON_for_who_takes_no_other(string? accept, string type)
    {
        foreach (var path in new[] { "/issuer/2.0", "/achievements/best-practice-week-attendee/2.0", "/achievements/best-practice-week-attendee", PathOf(await SharedAsync(one => one)) })
        {
            using var response = await GetAsync(path, accept);
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.True(response.Headers.CacheControl is { Public: true } kept && kept.MaxAge <= TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public async Task Whoever_has_it_is_told_that_it_is_the_same()
    {
        var path = PathOf(await SharedAsync(one => one));
        using var first = await GetAsync(path, accept: null);

        using var again = await GetAsync(path, accept: null, first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task An_achievement_stands_at_its_address_as_it_stands_in_credentials()
    {
        var badge = await SharedAsync(one => one);
        var place = new CredentialPlace(badge.Credential!.List, badge.Credential.Index);
        var issued = (await _app.Services.GetRequiredService<CredentialTable>().FindAsync(place, CancellationToken.None))!;
        var inCredential = JsonElement.Parse(issued.Credential.Json).GetProperty("credentialSubject").GetProperty("achievement");

        var achievement = await ReadAsync(TextOf(inCredential, "id"));

        Assert.Equal(
            inCredential.EnumerateObject().Select(one => $"{one.Name} {one.Value.GetRawText()}"),
            achievement.EnumerateObject().Skip(1).Select(one => $"{one.Name} {one.Value.GetRawText()}"));
        Assert.Equal(
            ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            achievement.GetProperty("@context").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [InlineData("/achievements/unknown")]
    [InlineData("/achievements/unknown/2.0")]
    public async Task What_there_is_not_is_not_found(string path)
    {
        using var response = await GetAsync(path, "application/json");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string TextOf(JsonElement from, string name) => from.GetProperty(name).GetString()!;

    private string PathOf(Badge badge) => $"{_app.Services.GetRequiredService<PublicAddress>().PathOf(badge.Key)}/2.0";

    private async Task<Badge> SharedAsync(Func<Badge, Badge> change) =>
        await IssuedBadges.AddAsync(_app, await IssuedBadges.MemberAsync(_app), badge => change(badge with { IsShared = true }));

    private async Task<JsonElement> ReadAsync(string path) => JsonElement.Parse(await _app.Client.GetStringAsync(path));

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await _app.Client.SendAsync(request);
    }
}
