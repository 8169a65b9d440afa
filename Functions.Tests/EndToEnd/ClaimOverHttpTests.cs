using System.Net;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class ClaimOverHttpTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _link) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_mail_scanner_that_opens_the_link_changes_nothing(string method)
    {
        var before = await _app.BadgeAsync(_badge, BadgeState.Pending);

        for (var i = 0; i < 5; i++)
        {
            using var response = await _app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), _link));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(before.ETag, (await _app.BadgeAsync(_badge, BadgeState.Pending)).ETag);
    }

    [Fact]
    public async Task A_form_that_another_site_submits_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("__form", "forged"), new("token", "forged")]);

        foreach (var path in new[] { "", "/proceed", "/close" })
        {
            using var response = await _app.Client.PostAsync(new Uri(_link + path), form);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await _app.BadgeAsync(_badge, BadgeState.Pending);
    }

    [Fact]
    public async Task A_form_of_this_browser_that_another_site_submits_is_refused()
    {
        var (cookie, field) = await OpenAsync();

        using var response = await PostAsync("", cookie, [new("__form", field)], ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await _app.BadgeAsync(_badge, BadgeState.Pending);
    }

    [Fact]
    public async Task Another_browser_s_form_value_is_refused()
    {
        var (cookie, _) = await OpenAsync();
        var (_, field) = await OpenAsync();

        using var response = await PostAsync("", cookie, [new("__form", field)]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Any_changed_byte_of_the_link_is_one_page_that_tells_nothing()
    {
        var known = _link.Segments[^1];
        var pages = new HashSet<string>();
        for (var i = 0; i < known.Length; i++)
        {
            var changed = known.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            using var response = await _app.Client.GetAsync(new Uri(_link, $"/claim/{new string(changed)}"));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            pages.Add(await response.Content.ReadAsStringAsync());
        }

        Assert.Single(pages);
    }

    [Fact]
    public async Task A_claim_is_answered_with_the_address_of_the_dialog_and_only_this_browser_sees_it_there()
    {
        var (cookie, field) = await OpenAsync();

        using var claimed = await PostAsync("", cookie, [new("__form", field)]);
        Assert.Equal((HttpStatusCode.SeeOther, _link.AbsolutePath), (claimed.StatusCode, claimed.Headers.Location?.OriginalString));
        var claim = ClaimCookieOf(claimed);

        Assert.Contains("role=\"dialog\"", await PageAsync($"{cookie}; {claim}"), StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"dialog\"", await PageAsync(cookie), StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"dialog\"", await PageAsync($"{cookie}; {claim[..^1]}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_with_the_dialog_changes_nothing()
    {
        var (cookie, field) = await OpenAsync();
        using var claimed = await PostAsync("", cookie, [new("__form", field)]);
        var before = await _app.BadgeAsync(_badge, BadgeState.TokenIssued);

        for (var i = 0; i < 5; i++)
        {
            await PageAsync($"{cookie}; {ClaimCookieOf(claimed)}");
        }

        Assert.Equal(before.ETag, (await _app.BadgeAsync(_badge, BadgeState.TokenIssued)).ETag);
    }

    [Fact]
    public async Task Of_two_redemptions_at_once_exactly_one_wins()
    {
        var (cookie, field) = await OpenAsync();
        using var claimed = await PostAsync("", cookie, [new("__form", field)]);
        var both = $"{cookie}; {ClaimCookieOf(claimed)}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("/proceed", both, [new("__form", field)])));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Single(answers, answer => answer.Headers.Location!.IsAbsoluteUri);
        Assert.Equal(7, answers.Count(answer => answer.Headers.Location!.OriginalString == $"{_link.AbsolutePath}?notice=TokenUsed"));
    }

    [Theory]
    [InlineData("my-badges", "/my-badges#")]
    [InlineData("https://evil.example", "")]
    [InlineData("//evil.example", "")]
    [InlineData("/sign-out", "")]
    public async Task CLOSE_leads_to_My_badges_or_to_the_claim_page_and_nowhere_else(string from, string expected)
    {
        var (cookie, field) = await OpenAsync();
        using var claimed = await PostAsync("", cookie, [new("__form", field)]);

        using var closed = await PostAsync("/close", $"{cookie}; {ClaimCookieOf(claimed)}", [new("__form", field), new("from", from)]);

        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        Assert.StartsWith($"{expected}{_link.AbsolutePath}", closed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await _app.BadgeAsync(_badge, BadgeState.Pending);
    }

    [Fact]
    public async Task A_page_is_never_kept_framed_or_told_on()
    {
        using var response = await _app.Client.GetAsync(_link);

        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_no_page_and_no_address_and_neither_stored_nor_logged()
    {
        var (cookie, field) = await OpenAsync();
        using var claimed = await PostAsync("", cookie, [new("__form", field)]);
        var claim = ClaimCookieOf(claimed);
        var token = claim.Split('=')[1];

        Assert.Equal(43, token.Length);
        Assert.DoesNotContain(token, claimed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain(token, await PageAsync($"{cookie}; {claim}"), StringComparison.Ordinal);
        foreach (var table in new[] { BadgeStore.Table, BadgeLookups.Table })
        {
            await foreach (var row in _app.Tables.GetTableClient(table).QueryAsync<Azure.Data.Tables.TableEntity>())
            {
                Assert.DoesNotContain(row, column => column.Value?.ToString()?.Contains(token, StringComparison.Ordinal) is true);
            }
        }

        Assert.DoesNotContain(_app.Logs.All, line => line.Message.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Logs.All, line => line.Message.Contains(_link.Segments[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_runs_into_a_row_that_cannot_be_read_gets_a_page_and_an_api_a_problem()
    {
        var badges = _app.Tables.GetTableClient("Badges");
        var row = (await badges.GetEntityAsync<Azure.Data.Tables.TableEntity>(_badge.MemberId, BadgeEntity.RowKeyOf(_badge.BadgeId))).Value;
        row["State"] = "FromANewerVersion";
        await badges.UpdateEntityAsync(row, row.ETag);

        using var request = new HttpRequestMessage(HttpMethod.Get, _link) { Headers = { { "Accept", "text/html,*/*;q=0.8" } } };
        using var page = await _app.Client.SendAsync(request);
        using var status = new HttpRequestMessage(HttpMethod.Get, $"/api/badges/{_badge.BadgeId}") { Headers = { { "x-functions-key", TestSettings.CertificationKey } } };
        using var problem = await _app.Client.SendAsync(status);

        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Something went wrong", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
    }

    private static string HiddenField(string html, string name)
    {
        var start = html.IndexOf($"name=\"{name}\" value=\"", StringComparison.Ordinal) + $"name=\"{name}\" value=\"".Length;
        return html[start..html.IndexOf('"', start)];
    }

    // Whose name ends with the badge's id: a member can be in the middle of two claims.
    private string ClaimCookieOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Select(cookie => cookie.Split(';')[0]).Single(cookie => cookie.StartsWith($"claim-{_badge.BadgeId}=", StringComparison.Ordinal))
            : "none=none";

    private async Task<string> PageAsync(string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link) { Headers = { { "Cookie", cookies } } };
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<(string Cookie, string Field)> OpenAsync()
    {
        using var response = await _app.Client.GetAsync(_link);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
        return (cookie, HiddenField(await response.Content.ReadAsStringAsync(), "__form"));
    }

    private Task<HttpResponseMessage> PostAsync(
        string path, string cookie, IEnumerable<KeyValuePair<string, string>> fields, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_link + path)) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", cookie);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return _app.Client.SendAsync(request);
    }
}
