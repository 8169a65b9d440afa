using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.EndToEnd.Hosting;
using BadgeFunctions.Functions.Tests.OpenBadges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>A badge's credential, from its acceptance on, as others see it.</summary>
public sealed class CredentialTests(NodeVerifiers node) : HostedTest, IClassFixture<NodeVerifiers>
{
    [Fact]
    public async Task A_badge_that_was_accepted_is_a_credential_that_others_verify()
    {
        var badge = await AcceptedAsync();

        var credential = JsonNode.Parse(await DownloadAsync(badge, "json"))!;

        Assert.Null(await VerifyAsync(credential));
        Assert.Equal("Maria Rossi", credential["credentialSubject"]!["identifier"]![1]!["identityHash"]!.GetValue<string>());
        Assert.DoesNotContain(Achievement.Member.Email, credential.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        credential["name"] = "Another badge";
        Assert.Contains("Invalid signature", await VerifyAsync(credential));
    }

    [Fact]
    public async Task Its_jwt_is_signed_by_the_key_at_the_address_in_its_header()
    {
        var badge = await AcceptedAsync();
        var parts = CredentialJwt.Read(Encoding.ASCII.GetString(await DownloadAsync(badge, "jwt")))!;
        var header = JsonNode.Parse(parts.Header)!;
        var jwk = JsonNode.Parse(await App.Client.GetStringAsync(header["kid"]!.GetValue<string>()))!;

        using var key = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(jwk["n"]!.GetValue<string>()),
            Exponent = Base64Url.DecodeFromChars(jwk["e"]!.GetValue<string>()),
        });

        Assert.Equal(("RS256", "JWT", 3), (header["alg"]!.GetValue<string>(), header["typ"]!.GetValue<string>(), header.AsObject().Count));
        Assert.True(key.VerifyData(parts.Data, parts.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var payload = JsonNode.Parse(parts.Payload)!;
        Assert.Equal(payload["issuer"]!["id"]!.GetValue<string>(), payload["iss"]!.GetValue<string>());
        Assert.Contains(header["kid"]!.GetValue<string>(), await App.Client.GetStringAsync(new Uri("/.well-known/jwks.json", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_revokes_the_credential_and_issues_another_one_at_the_same_address()
    {
        var badge = await AcceptedAsync();
        var old = JsonNode.Parse(await DownloadAsync(badge, "json"))!;
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        await CorrectAsync("Bianchi");
        await App.BadgeAsync(badge, row => row.Credential is { Revision: 2, IsRevoked: false });

        var corrected = JsonNode.Parse(await DownloadAsync(badge, "json"))!;
        Assert.Equal(old["id"]!.GetValue<string>(), corrected["id"]!.GetValue<string>());
        Assert.True(string.CompareOrdinal(old["validFrom"]!.GetValue<string>(), corrected["validFrom"]!.GetValue<string>()) < 0);
        Assert.Equal("Maria Bianchi", corrected["credentialSubject"]!["identifier"]![1]!["identityHash"]!.GetValue<string>());
        App.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await VerifyAsync(corrected));
        Assert.NotNull(await VerifyAsync(old));
    }

    [Fact]
    public async Task A_revoked_badge_s_credential_is_seen_to_be_revoked_within_a_minute()
    {
        var badge = await AcceptedAsync();
        var credential = JsonNode.Parse(await DownloadAsync(badge, "json"))!;
        Assert.Null(await VerifyAsync(credential));

        await TellAsync(CertificationNews.Revoked(Achievement.AchievementId, "By mistake"));
        await App.BadgeAsync(badge, row => row.Credential is { IsRevoked: true });
        App.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull(await VerifyAsync(credential));
    }

    [Fact]
    public async Task A_suspension_revokes_the_credential_and_what_is_reinstated_gets_a_new_one()
    {
        var badge = await AcceptedAsync();
        var before = JsonNode.Parse(await DownloadAsync(badge, "json"))!;

        await TellAsync(CertificationNews.Suspended(Achievement.AchievementId, "A complaint is being examined."));
        await App.BadgeAsync(badge, row => row.Credential is { IsRevoked: true });
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await VerifyAsync(before));
        await TellAsync(CertificationNews.Reinstated(Achievement.AchievementId));
        await App.BadgeAsync(badge, row => row.Credential is { IsRevoked: false });

        var after = JsonNode.Parse(await DownloadAsync(badge, "json"))!;
        Assert.Equal(before["id"]!.GetValue<string>(), after["id"]!.GetValue<string>());
        Assert.Null(await VerifyAsync(after));
        Assert.NotNull(await VerifyAsync(before));
    }

    [Fact]
    public async Task A_badge_on_Credly_has_one_as_well()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();

        await app.BadgeAsync(badge, row => row.Credential is { Revision: 1, IsRevoked: false });

        using var response = await SignedIn.GetAsync(app, badge.MemberId, $"/my-badges/{badge.BadgeId}/credential/json");
        Assert.Equal("application/vc+ld+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("", "text/html,*/*;q=0.8", "text/html")]
    [InlineData("", "*/*", "text/html")]
    [InlineData("", "application/vc+ld+json", "application/vc+ld+json")]
    [InlineData("", "application/json;q=0.5, application/vc;q=0.9", "application/vc")]
    [InlineData("", "application/jwt", "application/jwt")]
    [InlineData("", "text/plain", "text/plain")]
    [InlineData("", "image/png", "image/png")]
    [InlineData("", "image/svg+xml", "image/svg+xml")]
    [InlineData(".json", "text/html,*/*;q=0.8", "application/vc+ld+json")]
    [InlineData(".jwt", "*/*", "application/jwt")]
    [InlineData(".png", "*/*", "image/png")]
    [InlineData(".svg", "*/*", "image/svg+xml")]
    public async Task The_public_page_s_address_has_every_form_for_who_asks(string end, string accept, string type)
    {
        var page = await ShareAsync();

        using var response = await GetAsync($"{page}{end}", accept);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task A_file_of_a_public_badge_can_be_kept_for_a_minute_and_read_by_others_web_pages()
    {
        var page = await ShareAsync();
        using var first = await GetAsync($"{page}.json");

        using var again = await GetAsync($"{page}.json", known: first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(TimeSpan.FromMinutes(1), first.Headers.CacheControl!.MaxAge);
    }

    [Fact]
    public async Task The_images_have_the_very_credential_inside()
    {
        var page = await ShareAsync();
        var json = await (await GetAsync($"{page}.json")).Content.ReadAsStringAsync();

        foreach (var end in new[] { ".png", ".svg" })
        {
            var image = await (await GetAsync($"{page}{end}")).Content.ReadAsByteArrayAsync();

            Assert.Equal(new Unbaked.Credential(json, BakedImage.Credential), BakedImage.Read(image));
        }
    }

    [Fact]
    public async Task Nobody_but_its_member_gets_the_credential_of_a_private_badge()
    {
        var badge = await AcceptedAsync();
        var page = (await App.Badges.GetAsync(badge, None)).Platform!.PublicUrl!;

        using var shared = await GetAsync($"{page}.json");
        using var stranger = await App.Client.GetAsync(new Uri($"/my-badges/{badge.BadgeId}/credential/json", UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.SeeOther), (shared.StatusCode, stranger.StatusCode));
        Assert.NotEmpty(await DownloadAsync(badge, "png"));
    }

    [Fact]
    public async Task The_badge_s_page_offers_each_form_apart_from_the_next_one()
    {
        var badge = await AcceptedAsync();

        var page = await SignedIn.OpenAsync(App, badge.MemberId, $"/my-badges/{badge.BadgeId}");

        var forms = page.Locator("a[href*='/credential/']");
        Assert.Equal(["SVG", "JSON", "JWT"], (await forms.AllTextContentsAsync()).Skip(1));
        for (var i = 1; i < 3; i++)
        {
            var (one, next) = (await forms.Nth(i).BoundingBoxAsync(), await forms.Nth(i + 1).BoundingBoxAsync());
            Assert.True(one!.X + one.Width + 4 < next!.X, $"{one.X + one.Width} and {next.X}");
        }
    }

    [Fact]
    public async Task A_wallet_gets_the_credential_by_a_link_for_a_quarter_of_an_hour()
    {
        var badge = await AcceptedAsync();
        using var response = await SignedIn.GetAsync(App, badge.MemberId, $"/my-badges/{badge.BadgeId}/wallet");
        var page = await response.Content.ReadAsStringAsync();
        var link = page[page.IndexOf($"{App.Url}/wallet/", StringComparison.Ordinal)..].Split('<')[0];

        using var wallet = await GetAsync(link, "application/jwt");
        var code = QrPicture.Read(await App.Client.GetByteArrayAsync($"{link}/qr.png"));
        App.Clock.Advance(TimeSpan.FromMinutes(15));
        using var late = await GetAsync(link);
        using var forged = await GetAsync($"{App.Url}/wallet/MQ.AAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal((HttpStatusCode.OK, "application/jwt"), (wallet.StatusCode, wallet.Content.Headers.ContentType?.MediaType));
        Assert.Equal(link, code);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (late.StatusCode, forged.StatusCode));
    }

    private async Task<string> ShareAsync() => (await SharedAsync(await AcceptedAsync())).Platform!.PublicUrl!.AbsoluteUri;

    private async Task<HttpResponseMessage> GetAsync(string address, string accept = "*/*", string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known));
        }

        return await App.Client.SendAsync(request);
    }

    // With what the app itself says to the world.
    private async Task<string?> VerifyAsync(JsonNode credential)
    {
        var list = credential["credentialStatus"]!["statusListCredential"]!.GetValue<string>();
        return await node.VerifyAsync(
            credential,
            new Dictionary<string, JsonNode>
            {
                [App.Services.GetRequiredService<IssuerKeys>().Did] = JsonNode.Parse(await App.Client.GetStringAsync(new Uri("/.well-known/did.json", UriKind.Relative)))!,
                [list] = JsonNode.Parse(await App.Client.GetStringAsync(list))!,
            },
            App.Clock.GetUtcNow().ToString("O"));
    }
}
