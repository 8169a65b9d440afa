using System.Net;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Tests.EndToEnd.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>What an app reads once a member has allowed it.</summary>
public sealed class OpenBadgesApiTests(FrontDoorTests.App fixture) : IClassFixture<FrontDoorTests.App>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly BadgeApplication _app = fixture.Running;

    [Fact]
    public async Task The_credentials_come_page_by_page_in_the_order_in_which_they_were_issued_and_each_as_it_was_signed()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        List<Badge> badges = [];
        for (var i = 0; i < 3; i++)
        {
            badges.Add(await IssuedBadges.AddAsync(_app, member));
        }

        var token = await TokenAsync(member.Id);
        _app.TableCalls.Reads.Clear();
        using var first = await WalletApp.GetAsync(_app, "credentials?limit=2", token);
        var reads = _app.TableCalls.Reads.Count(read => read.Contains(CredentialTable.Table, StringComparison.Ordinal));
        using var second = await WalletApp.GetAsync(_app, NextOf(first), token);

        Assert.Equal("3", first.Headers.GetValues("X-Total-Count").Single());
        Assert.Equal(2, reads);
        string[] read = [.. await CredentialsAsync(first), .. await CredentialsAsync(second)];
        Assert.Equal(await Task.WhenAll(badges.Select(StoredAsync)), read);
        Assert.DoesNotContain("next", second.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.True(first.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Since_leaves_out_what_the_app_has_read_before()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        await IssuedBadges.AddAsync(_app, member);
        var newer = await IssuedBadges.AddAsync(_app, member);
        var token = await TokenAsync(member.Id);

        using var some = await WalletApp.GetAsync(_app, $"credentials?since={newer.Credential!.IssuedAt.AddMilliseconds(-1):yyyy-MM-ddTHH:mm:ss.fffZ}", token);
        using var none = await WalletApp.GetAsync(_app, $"credentials?since={_app.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}", token);

        Assert.Equal([await StoredAsync(newer)], await CredentialsAsync(some));
        Assert.Empty(await CredentialsAsync(none));
    }

    [Fact]
    public async Task What_was_revoked_or_is_not_issued_or_is_another_member_s_is_not_there_and_what_expired_is()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        var expired = await IssuedBadges.AddAsync(_app, member, badge => badge with { State = BadgeState.Expired });
        await IssuedBadges.AddAsync(_app, member, badge => badge with { State = BadgeState.Revoked });
        var replaced = await IssuedBadges.AddAsync(_app, member);
        await _app.Badges.ChangeAsync(replaced, null, badge => badge with { Credential = badge.Credential! with { IsRevoked = true } }, None);
        var pending = await IssuedBadges.AddAsync(_app, member);
        await _app.Badges.ChangeAsync(pending, null, badge => badge with { State = BadgeState.Pending, Credential = null }, None);
        await IssuedBadges.AddAsync(_app, await IssuedBadges.MemberAsync(_app));

        using var response = await WalletApp.GetAsync(_app, "credentials", await TokenAsync(member.Id));

        Assert.Equal([await StoredAsync(expired)], await CredentialsAsync(response));
    }

    [Fact]
    public async Task A_member_with_two_ids_has_the_credentials_of_both()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        var former = await IssuedBadges.MemberAsync(_app);
        var badges = new[] { await IssuedBadges.AddAsync(_app, former), await IssuedBadges.AddAsync(_app, member) };
        var before = await TokenAsync(former.Id);
        await _app.Services.GetRequiredService<MemberStore>().MergeAsync(former.Id, member.Id, None);

        using var response = await WalletApp.GetAsync(_app, "credentials", await TokenAsync(member.Id));
        using var also = await WalletApp.GetAsync(_app, "credentials", before);

        Assert.Equal(await Task.WhenAll(badges.Select(StoredAsync)), await CredentialsAsync(response));
        Assert.Equal(HttpStatusCode.OK, also.StatusCode);
    }

    [Fact]
    public async Task The_profile_is_the_member_s_and_its_id_stays()
    {
        var member = await IssuedBadges.MemberAsync(_app, A.Member() with { Id = $"m-{Guid.NewGuid():N}", GivenName = "" });
        var token = await TokenAsync(member.Id, Scopes.Profile);

        using var response = await WalletApp.GetAsync(_app, "profile", token);
        var text = await response.Content.ReadAsStringAsync();
        var profile = JsonElement.Parse(text);

        Assert.Equal(["@context", "email", "familyName", "id", "name", "type"], profile.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("Rossi", member.Email, "Rossi"), (TextOf(profile, "name"), TextOf(profile, "email"), TextOf(profile, "familyName")));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$", TextOf(profile, "id"));
        using var again = await WalletApp.GetAsync(_app, "profile", await TokenAsync(member.Id, Scopes.Profile));
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_member_who_has_a_DID_goes_by_it()
    {
        var member = await IssuedBadges.MemberAsync(_app, A.Member() with { Id = $"m-{Guid.NewGuid():N}", Did = "did:web:example.org:maria" });

        using var response = await WalletApp.GetAsync(_app, "profile", await TokenAsync(member.Id, Scopes.Profile));

        Assert.Equal("did:web:example.org:maria", TextOf(JsonElement.Parse(await response.Content.ReadAsStringAsync()), "id"));
    }

    [Theory]
    [InlineData("credentials", Scopes.Profile)]
    [InlineData("profile", Scopes.Credentials)]
    public async Task What_was_not_allowed_is_not_read(string resource, string scope)
    {
        var member = await IssuedBadges.MemberAsync(_app);

        using var response = await WalletApp.GetAsync(_app, resource, await TokenAsync(member.Id, scope));

        await AssertRefusedAsync(response, HttpStatusCode.Forbidden, "forbidden");
        Assert.Contains("insufficient_scope", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("bm90IGEgdG9rZW4.AAAAAAAAAAAAAAAAAAAAAA", "Bearer error=\"invalid_token\"")]
    public async Task Without_a_token_nothing_is_read(string? token, string expected)
    {
        using var response = await WalletApp.GetAsync(_app, "credentials", token);

        await AssertRefusedAsync(response, HttpStatusCode.Unauthorized, "unauthorizedrequest");
        Assert.Equal(expected, response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_is_refused()
    {
        var member = await IssuedBadges.MemberAsync(_app);

        using var response = await WalletApp.GetAsync(_app, "credentials?limit=0", await TokenAsync(member.Id));

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, "invalid_query_parameter");
    }

    [Theory]
    [InlineData("POST", "credentials")]
    [InlineData("PUT", "profile")]
    public async Task An_issuer_takes_no_credentials_and_changes_no_profiles(string method, string resource)
    {
        using var response = await WalletApp.GetAsync(_app, resource, token: null, new HttpMethod(method));

        await AssertRefusedAsync(response, HttpStatusCode.MethodNotAllowed, "not_allowed");
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_service_description_names_what_there_is_and_where()
    {
        using var response = await WalletApp.GetAsync(_app, "discovery", token: null);
        var document = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("Test Certification Body", TextOf(document.GetProperty("info"), "title"));
        foreach (var address in new[] { "termsOfService", "x-imssf-privacyPolicyUrl", "x-imssf-image" })
        {
            Assert.True(Uri.IsWellFormedUriString(TextOf(document.GetProperty("info"), address), UriKind.Absolute));
        }

        var scopes = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("OAuth2ACG")
            .GetProperty("flows").GetProperty("authorizationCode").GetProperty("scopes").EnumerateObject().Select(scope => scope.Name);
        Assert.Equal(Scopes.All, scopes);
        Assert.DoesNotContain("{site}", document.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["/credentials", "/profile", "/discovery"], document.GetProperty("paths").EnumerateObject().Select(path => path.Name));
    }

    [Fact]
    public async Task Whoever_knows_OAuth_alone_finds_the_same_addresses()
    {
        using var response = await _app.Client.GetAsync(new Uri("/.well-known/oauth-authorization-server", UriKind.Relative));
        var metadata = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(
            (_app.Url, $"{_app.Url}/oauth/authorize", $"{_app.Url}/oauth/token", $"{_app.Url}/oauth/register"),
            (TextOf(metadata, "issuer"), TextOf(metadata, "authorization_endpoint"), TextOf(metadata, "token_endpoint"), TextOf(metadata, "registration_endpoint")));
        Assert.Equal(["S256"], metadata.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(one => one.GetString()));
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
    }

    private static string TextOf(JsonElement from, string name) => from.GetProperty(name).GetString()!;

    private static string NextOf(HttpResponseMessage response) =>
        response.Headers.GetValues("Link").Single().Split(", ").Single(link => link.EndsWith("\"next\"", StringComparison.Ordinal)).Split('<', '>')[1].Split("/v3p0/")[1];

    private static async Task<IReadOnlyList<string>> CredentialsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("credential").EnumerateArray().Select(one => one.GetRawText())];
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var info = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((status, "failure", "error"), (response.StatusCode, TextOf(info, "imsx_codeMajor"), TextOf(info, "imsx_severity")));
        Assert.Equal(code, TextOf(info.GetProperty("imsx_codeMinor").GetProperty("imsx_codeMinorField")[0], "imsx_codeMinorFieldValue"));
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private async Task<string> TokenAsync(string memberId, string scope = Scopes.Credentials) =>
        TextOf(await (await WalletApp.RegisterAsync(_app)).TokensAsync(memberId, scope), "access_token");

    private async Task<string> StoredAsync(Badge badge)
    {
        var place = new CredentialPlace(badge.Credential!.List, badge.Credential.Index);
        return Encoding.UTF8.GetString((await _app.Services.GetRequiredService<CredentialTable>().FindAsync(place, None))!.Credential.Json);
    }
}
