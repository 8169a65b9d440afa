using System.Net;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Tests.EndToEnd.Web;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>How an app comes to read a member's badges, over HTTP, and how everybody else does not.</summary>
public sealed class OAuthTests(FrontDoorTests.App fixture) : IClassFixture<FrontDoorTests.App>
{
    private const string Everything = $"{Scopes.Credentials} {Scopes.Profile} {Scopes.Offline}";
    private const string Allow = "button.primary";
    private const string Deny = "button[formaction]";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly BadgeApplication _app = fixture.Running;

    [Fact]
    public async Task An_app_that_registers_reads_what_a_member_allows()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        var badge = await IssuedBadges.AddAsync(_app, member);
        var wallet = await WalletApp.RegisterAsync(_app);

        var told = await wallet.AnswerAsync(member.Id, wallet.AuthorizePath($"{Everything} https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.upsert"), Allow);
        var (status, tokens) = await wallet.RedeemAsync(told["code"]);

        Assert.Equal(("a state & more", _app.Url, Everything), (told["state"], told["iss"], told["scope"]));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Bearer", 3600, Everything), (TextOf(tokens, "token_type"), tokens.GetProperty("expires_in").GetInt32(), TextOf(tokens, "scope")));
        using var read = await WalletApp.GetAsync(_app, "credentials", TextOf(tokens, "access_token"));
        var credential = Assert.Single(JsonElement.Parse(await read.Content.ReadAsStringAsync()).GetProperty("credential").EnumerateArray());
        Assert.EndsWith($"#{badge.Credential!.Index}", credential.GetProperty("credentialStatus").GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registering_answers_with_what_was_said_and_the_app_s_id_and_secret()
    {
        var wallet = await WalletApp.RegisterAsync(_app);

        var told = wallet.Registration;
        Assert.Equal(("Example Wallet", "https://wallet.example/privacy"), (TextOf(told, "client_name"), TextOf(told, "policy_uri")));
        Assert.Equal(("client_secret_basic", 0, Everything), (TextOf(told, "token_endpoint_auth_method"), told.GetProperty("client_secret_expires_at").GetInt32(), TextOf(told, "scope")));
        Assert.Equal(_app.Clock.GetUtcNow().ToUnixTimeSeconds(), told.GetProperty("client_id_issued_at").GetInt64());
        Assert.Equal("[\"https://wallet.example/callback\"]", told.GetProperty("redirect_uris").GetRawText());
        Assert.True(wallet.Secret!.Length > 20);
    }

    [Theory]
    [InlineData("not json", "invalid_client_metadata")]
    [InlineData("""{"client_name":"Wallet","redirect_uris":["http://wallet.example/"]}""", "invalid_redirect_uri")]
    public async Task Registering_wrongly_is_refused(string body, string error)
    {
        using var response = await _app.Client.PostAsync(new Uri("/oauth/register", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, TextOf(JsonElement.Parse(await response.Content.ReadAsStringAsync()), "error"));
    }

    [Fact]
    public async Task A_registration_of_many_bytes_is_refused()
    {
        using var response = await _app.Client.PostAsync(new Uri("/oauth/register", UriKind.Relative), new StringContent(new string(' ', 20_000)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var (wallet, member) = await StartAsync();
        var code = await wallet.CodeAsync(member, Scopes.Credentials);

        var answers = await Task.WhenAll(wallet.RedeemAsync(code), wallet.RedeemAsync(code));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.OK);
        Assert.Equal("invalid_grant", TextOf((await wallet.RedeemAsync(code)).Told, "error"));
    }

    [Theory]
    [InlineData("redirect_uri", "https://wallet.example/other")]
    [InlineData("code_verifier", "another-verifier-of-at-least-forty-three-characters")]
    [InlineData("code_verifier", "short")]
    [InlineData("code", "bm90IGEgY29kZQ.AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_code_alone_is_worth_nothing_and_is_not_used_up_by_who_has_no_more(string field, string value)
    {
        var (wallet, member) = await StartAsync();
        var code = await wallet.CodeAsync(member, Scopes.Credentials);

        var refused = await wallet.RedeemAsync(code, (field, value));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (refused.Status, TextOf(refused.Told, "error")));
        Assert.Equal(HttpStatusCode.OK, (await wallet.RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task Codes_and_refresh_tokens_are_of_no_use_to_another_app()
    {
        var (wallet, member) = await StartAsync();
        var other = await WalletApp.RegisterAsync(_app, redirectUri: wallet.RedirectUri + "?other");
        var code = await wallet.CodeAsync(member, Everything);

        Assert.Equal("invalid_grant", TextOf((await other.RedeemAsync(code, ("redirect_uri", wallet.RedirectUri))).Told, "error"));
        var refresh = TextOf((await wallet.RedeemAsync(code)).Told, "refresh_token");
        Assert.Equal("invalid_grant", TextOf((await other.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh))).Told, "error"));
    }

    [Fact]
    public async Task Each_text_is_good_for_one_purpose()
    {
        var (wallet, member) = await StartAsync();
        var tokens = await wallet.TokensAsync(member, Everything);

        Assert.Equal("invalid_grant", TextOf((await wallet.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", TextOf(tokens, "access_token")))).Told, "error"));
        Assert.Equal("invalid_grant", TextOf((await wallet.RedeemAsync(TextOf(tokens, "refresh_token"))).Told, "error"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(TextOf(tokens, "refresh_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(wallet.Id));
    }

    [Fact]
    public async Task A_code_is_good_for_a_minute_an_access_token_for_an_hour_and_a_refresh_token_for_thirty_days()
    {
        var (wallet, member) = await StartAsync();
        var late = await wallet.CodeAsync(member, Everything);
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", TextOf((await wallet.RedeemAsync(late)).Told, "error"));

        var tokens = await wallet.TokensAsync(member, Everything);
        _app.Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(TextOf(tokens, "access_token")));
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(TextOf(tokens, "access_token")));

        var (status, refreshed) = await RefreshAsync();
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(TextOf(refreshed, "access_token")));
        _app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("invalid_grant", TextOf((await RefreshAsync()).Told, "error"));

        Task<(HttpStatusCode Status, JsonElement Told)> RefreshAsync() =>
            wallet.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", TextOf(tokens, "refresh_token")));
    }

    [Fact]
    public async Task A_refresh_can_ask_for_less_and_not_for_more()
    {
        var (wallet, member) = await StartAsync();
        var refresh = TextOf(await wallet.TokensAsync(member, $"{Scopes.Credentials} {Scopes.Offline}"), "refresh_token");

        var less = await RefreshAsync(Scopes.Credentials);
        var more = await RefreshAsync($"{Scopes.Credentials} {Scopes.Profile}");

        Assert.Equal((HttpStatusCode.OK, Scopes.Credentials), (less.Status, TextOf(less.Told, "scope")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (more.Status, TextOf(more.Told, "error")));

        Task<(HttpStatusCode Status, JsonElement Told)> RefreshAsync(string scope) =>
            wallet.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", scope));
    }

    [Fact]
    public async Task Without_offline_access_there_is_no_refresh_token()
    {
        var (wallet, member) = await StartAsync();

        Assert.False((await wallet.TokensAsync(member)).TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_that_was_allowed()
    {
        var (wallet, member) = await StartAsync();
        var code = await wallet.CodeAsync(member, Everything);
        var tokens = await wallet.TokensAsync(member, Everything);

        var account = await _app.Services.GetRequiredService<MemberStore>().FindAsync(member, None);
        await _app.Services.GetRequiredService<Session>().EndAllAsync(account!, None);

        Assert.Equal("invalid_grant", TextOf((await wallet.RedeemAsync(code)).Told, "error"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(TextOf(tokens, "access_token")));
        Assert.Equal("invalid_grant", TextOf((await wallet.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", TextOf(tokens, "refresh_token")))).Told, "error"));
    }

    [Fact]
    public async Task An_app_without_a_secret_says_its_id_alone_and_asks_anew_after_an_hour()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        var wallet = await WalletApp.RegisterAsync(_app, "none");

        var tokens = await wallet.TokensAsync(member.Id, Everything);

        Assert.Null(wallet.Secret);
        Assert.Equal($"{Scopes.Credentials} {Scopes.Profile}", TextOf(tokens, "scope"));
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task A_secret_can_stand_in_the_body()
    {
        var (wallet, member) = await StartAsync();
        var code = await wallet.CodeAsync(member, Scopes.Credentials);

        Assert.Equal(HttpStatusCode.OK, (await wallet.RedeemAsync(code, ("client_id", wallet.Id), ("client_secret", wallet.Secret!))).Status);
    }

    [Fact]
    public async Task Whoever_has_not_the_secret_is_nobody()
    {
        var (wallet, member) = await StartAsync();
        var other = await WalletApp.RegisterAsync(_app, redirectUri: "https://wallet.example/other");
        var code = await wallet.CodeAsync(member, Scopes.Credentials);

        foreach (var (id, secret) in new[] { (wallet.Id, ""), (wallet.Id, other.Secret!), (wallet.Id + "A", wallet.Secret!), ("", "") })
        {
            var (status, told) = await wallet.RedeemAsync(code, ("client_id", id), ("client_secret", secret));
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (status, TextOf(told, "error")));
        }
    }

    [Fact]
    public async Task A_header_that_says_no_id_and_secret_is_refused_and_says_how()
    {
        foreach (var header in new[] { "Basic", "Basic !!!", "Basic bm8gY29sb24=" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "refresh_token")]) };
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var response = await _app.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        }
    }

    [Fact]
    public async Task Another_grant_and_another_body_are_refused()
    {
        var (wallet, _) = await StartAsync();
        using var json = await _app.Client.PostAsync(new Uri("/oauth/token", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal("unsupported_grant_type", TextOf((await wallet.TokenAsync(("grant_type", "client_credentials"))).Told, "error"));
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
    }

    [Theory]
    [InlineData("client_id", "bm9ib2R5.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", "https://wallet.example/callback/")]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("redirect_uri", null)]
    public async Task Nobody_is_sent_where_the_app_did_not_register(string name, string? value)
    {
        var (wallet, member) = await StartAsync();
        var path = wallet.AuthorizePath(Scopes.Credentials, (name, value));

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var response = await wallet.SendAsync(method, path, await SignedIn.CookieAsync(_app, member));
            Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Null(response.Headers.Location);
        }
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "c2hvcnQ", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("scope", Scopes.Offline, "invalid_scope")]
    [InlineData("scope", "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.upsert", "invalid_scope")]
    public async Task What_else_is_wrong_is_told_to_the_app(string name, string? value, string error)
    {
        var (wallet, member) = await StartAsync();
        var path = wallet.AuthorizePath(Scopes.Credentials, (name, value));

        using var stranger = await wallet.SendAsync(HttpMethod.Get, path, cookies: null);
        using var response = await wallet.SendAsync(HttpMethod.Get, path, await SignedIn.CookieAsync(_app, member));

        // A link to this site leads no stranger on to another.
        Assert.Equal("/sign-in", stranger.Headers.Location?.OriginalString);
        var told = wallet.ToldIn(response);
        Assert.Equal((error, "a state & more", _app.Url), (told["error"], told["state"], told["iss"]));
        Assert.False(told.ContainsKey("code"));
    }

    [Fact]
    public async Task A_member_who_denies_sends_the_app_away()
    {
        var (wallet, member) = await StartAsync();

        var told = await wallet.AnswerAsync(member, wallet.AuthorizePath(Everything), Deny);

        Assert.Equal(["error", "iss", "state"], told.Keys.Order());
        Assert.Equal("access_denied", told["error"]);
    }

    [Fact]
    public async Task Opening_the_link_allows_nothing_and_neither_does_another_site_s_form()
    {
        var (wallet, member) = await StartAsync();
        var path = wallet.AuthorizePath(Everything);
        var session = await SignedIn.CookieAsync(_app, member);

        using var opened = await wallet.SendAsync(HttpMethod.Get, path, session);
        using var forged = await wallet.SendAsync(HttpMethod.Post, path, session, new FormUrlEncodedContent([new("__form", "forged")]));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (opened.StatusCode, forged.StatusCode));
        Assert.Null(forged.Headers.Location);
        Assert.Equal("no-referrer", opened.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("form-action 'self' https://wallet.example;", opened.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_who_asks_for_what_and_until_when()
    {
        var (wallet, member) = await StartAsync();

        using var response = await SignedIn.GetAsync(_app, member, wallet.AuthorizePath($"{Scopes.Profile} {Scopes.Offline}"));
        var page = await response.Content.ReadAsStringAsync();

        foreach (var text in new[]
        {
            "Connect Example Wallet to My Badges?", "Signed in as Maria Rossi", "wallet.example is asking to read:", "Your name and your e-mail address",
            Language.English.Day(DateOnly.FromDateTime(_app.Clock.GetUtcNow().AddDays(30).UtcDateTime)), "href=\"https://wallet.example/privacy\"",
        })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Your badges", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_signs_in_for_it_comes_back_to_it_in_the_language_that_they_choose()
    {
        await using var app = await BadgeApplication.StartAsync();
        await app.AwardAndMailAsync(Achievement.Sample());
        var wallet = await WalletApp.RegisterAsync(app, redirectUri: $"{app.Url}/robots.txt");
        using var browser = new MemberBrowser();

        await browser.OpenAsync(new Uri(wallet.AuthorizePath(Everything)), None);
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
        await browser.PressAsync("Send me a link", None, ("email", Achievement.Sample().Member.Email));
        await browser.OpenAsync(BadgeApplication.LinkIn(await app.MailAsync(mail => mail.Subject == "Sign in to My Badges"), "/sign-in/"), None);
        await browser.PressAsync("Sign in", None);
        Assert.Equal("/oauth/authorize", browser.Address.AbsolutePath);
        await browser.OpenAsync(new Uri(browser.Address, browser.Page.QuerySelector("[hreflang=de]")!.GetAttribute("href")), None);
        await browser.OpenAsync(new Uri(browser.Address, browser.Page.QuerySelector("[hreflang=fr]")!.GetAttribute("href")), None);
        await browser.PressAsync("AUTORISER", None);

        Assert.StartsWith($"{app.Url}/robots.txt?code=", browser.Address.AbsoluteUri, StringComparison.Ordinal);
        // Once: the next time that they sign in they come to their badges.
        Assert.DoesNotContain(browser.Cookies, cookie => cookie.Name == "after-sign-in");
    }

    [Fact]
    public async Task A_browser_goes_back_to_the_app_under_the_page_s_own_policy()
    {
        var member = await IssuedBadges.MemberAsync(_app);
        // Of another origin.
        var wallet = await WalletApp.RegisterAsync(_app, redirectUri: $"{_app.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)}/robots.txt");

        var page = await SignedIn.OpenAsync(_app, member.Id, new Uri(wallet.AuthorizePath(Everything)).PathAndQuery);
        await page.Locator("text=DENY").ClickAsync();

        await page.WaitForURLAsync(url => url.StartsWith(wallet.RedirectUri, StringComparison.Ordinal));
        Assert.Contains("error=access_denied", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_code_token_or_secret_reaches_a_log()
    {
        var (wallet, member) = await StartAsync();
        var code = await wallet.CodeAsync(member, Everything);
        var tokens = (await wallet.RedeemAsync(code)).Told;
        await ReadAsync(TextOf(tokens, "access_token"));

        var logs = string.Join('\n', _app.Logs.All.Select(log => $"{log.Message} {log.Exception}"));

        Assert.NotEmpty(logs);
        Assert.DoesNotContain(new[] { code, TextOf(tokens, "access_token"), TextOf(tokens, "refresh_token"), wallet.Secret! }, secret => logs.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/oauth/register")]
    [InlineData("/oauth/token")]
    [InlineData("/ims/ob/v3p0/credentials")]
    public async Task A_page_of_another_site_may_call_it(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://wallet.example");
        request.Headers.Add("Access-Control-Request-Headers", "authorization, content-type");
        using var response = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("Authorization, Content-Type", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }

    private static string TextOf(JsonElement told, string name) => told.GetProperty(name).GetString()!;

    private async Task<(WalletApp Wallet, string MemberId)> StartAsync() =>
        (await WalletApp.RegisterAsync(_app), (await IssuedBadges.MemberAsync(_app)).Id);

    private async Task<HttpStatusCode> ReadAsync(string token)
    {
        using var response = await WalletApp.GetAsync(_app, "credentials", token);
        return response.StatusCode;
    }
}
