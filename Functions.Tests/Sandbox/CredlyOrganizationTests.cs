using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The organization's side of the stand-in: templates, OAuth, the limit, and what administrators do.</summary>
public sealed class CredlyOrganizationTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    private static string Organization => $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}";

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Theory]
    [InlineData(CredlyTemplate.Draft)]
    [InlineData(CredlyTemplate.Archived)]
    public async Task A_template_that_is_not_active_issues_nothing_and_its_change_is_an_event(string state)
    {
        var template = _standIns.Sandbox.Credly.Templates[0];
        await PostAsync($"/credly/organization/templates/{template.Id}", ("state", state));

        var (status, answer) = await SendAsync(HttpMethod.Post, $"{Organization}/badges", StandIns.Order());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(state, answer.GetRawText(), StringComparison.Ordinal);
        var (_, events) = await SendAsync(HttpMethod.Get, $"{Organization}/events");
        var told = Assert.Single(events.GetProperty("data").EnumerateArray());
        Assert.Equal("badge_template.changed", told.GetProperty("event_type").GetString());
        Assert.Equal(state, told.GetProperty("badge_template").GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_administrator_changes_only_what_the_form_sends()
    {
        var before = _standIns.Sandbox.Credly.Templates[0];

        await PostAsync($"/credly/organization/templates/{before.Id}", ("name", "Renamed"), ("image", "NoImage"));

        var after = _standIns.Sandbox.Credly.Template(before.Id)!;
        Assert.Equal(before with { Name = "Renamed", Image = CredlyImage.NoImage, UpdatedAt = after.UpdatedAt }, after);
    }

    [Fact]
    public async Task An_access_token_is_good_for_its_scopes_and_its_time()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestSettings.Sandbox.CredlyClientId,
            ["client_secret"] = TestSettings.Sandbox.CredlyClientSecret,
            ["scope"] = "events",
        });
        using var response = await _standIns.Http.PostAsync("/oauth/token", form);
        var token = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        var bearer = new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"{Organization}/events", null, bearer)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, $"{Organization}/badges", null, bearer)).Status);
        _standIns.Sandbox.CredlySignIn.Forget();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, $"{Organization}/events", null, bearer)).Status);
    }

    [Fact]
    public async Task Wrong_client_credentials_get_no_token()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestSettings.Sandbox.CredlyClientId,
            ["client_secret"] = "wrong",
        });

        using var response = await _standIns.Http.PostAsync("/oauth/token", form);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_scope_that_there_is_not_is_refused()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestSettings.Sandbox.CredlyClientId,
            ["client_secret"] = TestSettings.Sandbox.CredlyClientSecret,
            ["scope"] = "issued_badges everything",
        });

        using var response = await _standIns.Http.PostAsync("/oauth/token", form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_scope", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_limit_requests_are_refused_until_the_second_is_over()
    {
        await PostAsync("/credly/organization/switches", ("limit", "3"), ("deliver", "on"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(HttpMethod.Get, Organization)));

        Assert.Contains(answers, answer => answer.Status is HttpStatusCode.TooManyRequests);
        Assert.Equal(3, _standIns.Sandbox.CredlyLimit.PerSecond);
        Assert.Equal(8, _standIns.Sandbox.CredlyLimit.Requests);
        Assert.InRange(_standIns.Sandbox.CredlyLimit.Highest, 4, 8);
    }

    [Theory]
    [InlineData("recipient_email", "blocked@example.org")]
    [InlineData("issued_to_last_name", "https://rossi.example.org")]
    public async Task Recipients_and_names_that_credly_refuses_are_named(string attribute, string value)
    {
        var order = StandIns.Order();
        order[attribute] = value;

        var (status, answer) = await SendAsync(HttpMethod.Post, $"{Organization}/badges", order);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(attribute, answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_that_is_replaced_leads_to_the_new_one_and_keeps_its_acceptance()
    {
        var (_, issued) = await SendAsync(HttpMethod.Post, $"{Organization}/badges", StandIns.Order());
        var id = issued.GetProperty("data").GetProperty("id").GetGuid();
        _standIns.Sandbox.Credly.SetState(id, CredlyBadgeState.Accepted);

        var (status, replaced) = await SendAsync(HttpMethod.Post, $"{Organization}/badges/{id}/replace", StandIns.Order());

        Assert.Equal(HttpStatusCode.Created, status);
        var (_, old) = await SendAsync(HttpMethod.Get, $"{Organization}/badges/{id}");
        Assert.Equal(
            replaced.GetProperty("data").GetProperty("id").GetGuid(), old.GetProperty("data").GetProperty("replacement_badge_id").GetGuid());
        Assert.Equal("accepted", replaced.GetProperty("data").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_badge_that_is_deleted_is_gone_and_its_event_still_tells_of_it()
    {
        var (_, issued) = await SendAsync(HttpMethod.Post, $"{Organization}/badges", StandIns.Order());
        var id = issued.GetProperty("data").GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, $"{Organization}/badges/{id}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Organization}/badges/{id}")).Status);
        var (_, events) = await SendAsync(HttpMethod.Get, $"{Organization}/events");
        var told = events.GetProperty("data")[0];
        Assert.Equal("badge.deleted", told.GetProperty("event_type").GetString());
        Assert.Equal(id, told.GetProperty("badge").GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Accounts_that_are_merged_are_one_and_are_found_by_every_address()
    {
        var credly = _standIns.Sandbox.Credly;
        await SendAsync(HttpMethod.Post, $"{Organization}/badges", StandIns.Order());
        var first = credly.CreateAccount("Maria", "Rossi", "maria.rossi@example.org", "correct horse");
        var second = credly.CreateAccount("Maria", "Rossi", "m.rossi@example.com", "correct horse");

        credly.Merge(second.Id, first.Id);

        var (_, found) = await SendAsync(
            HttpMethod.Get, $"{Organization}/badges?filter={Uri.EscapeDataString("recipient_email_all::m.rossi@example.com")}");
        Assert.Equal("maria.rossi@example.org", Assert.Single(found.GetProperty("data").EnumerateArray()).GetProperty("recipient_email").GetString());
        Assert.Null(credly.Account(first.Id));
    }

    [Fact]
    public async Task The_organization_s_page_shows_templates_and_badges()
    {
        await SendAsync(HttpMethod.Post, $"{Organization}/badges", StandIns.Order());

        var page = await _standIns.Http.GetStringAsync("/credly/organization");

        Assert.Contains(CredlyTemplate.Archived, page, StringComparison.Ordinal);
        Assert.Contains("maria.rossi@example.org", page, StringComparison.Ordinal);
        var badge = Assert.Single(_standIns.Sandbox.Credly.Badges);
        await PostAsync($"/credly/organization/badges/{badge.Id}/revoke", ("reason", "By mistake"));
        Assert.Equal("By mistake", _standIns.Sandbox.Credly.Badge(badge.Id)!.RevocationReason);
        await PostAsync($"/credly/organization/badges/{badge.Id}/delete");
        Assert.Empty(_standIns.Sandbox.Credly.Badges);
    }

    private async Task PostAsync(string path, params (string Name, string Value)[] fields) =>
        Assert.Equal(HttpStatusCode.SeeOther, await _standIns.PostAsync(path, fields));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        HttpMethod method, string path, object? body = null, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = authorization ?? new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestSettings.Sandbox.CredlyToken}:")));
        using var response = await _standIns.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }
}
