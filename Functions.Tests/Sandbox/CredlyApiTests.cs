using System.Text.Json;
using BadgeFunctions.Sandbox.Credly;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The Credly stand-in's API, as credly.com/docs describes it.</summary>
public sealed class CredlyApiTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task A_badge_is_issued_pending_with_its_links_and_without_a_mail()
    {
        var badge = await _standIns.IssueAsync();

        Assert.Equal("pending", badge.GetProperty("state").GetString());
        Assert.Equal("earner-1", badge.GetProperty("issuer_earner_id").GetString());
        Assert.StartsWith(
            $"{_standIns.Sandbox.Addresses.Sandbox}/credly/badges/{badge.GetProperty("id").GetString()}/accept?token=",
            badge.GetProperty("accept_badge_url").GetString(),
            StringComparison.Ordinal);
        using var image = await _standIns.Http.GetAsync(badge.GetProperty("image_url").GetString());
        Assert.Equal("image/png", image.Content.Headers.ContentType!.MediaType);
        Assert.Empty(_standIns.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task Unless_it_is_suppressed_Credly_sends_a_mail_of_its_own()
    {
        var order = StandIns.Order();
        order.Remove("suppress_badge_notification_email");

        var badge = await _standIns.IssueAsync(order);

        var mail = Assert.Single(_standIns.Sandbox.Mailbox.Mails);
        Assert.Equal("maria.rossi@example.org", mail.ToAddress);
        Assert.Contains(badge.GetProperty("accept_badge_url").GetString()!, mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipient_email", null)]
    [InlineData("recipient_email", "nobody")]
    [InlineData("issued_to_first_name", "")]
    [InlineData("issued_to_last_name", null)]
    [InlineData("issued_at", "yesterday")]
    [InlineData("issued_at", 5)]
    [InlineData("expires_at", "2020-01-01")]
    [InlineData("locale", "xx")]
    public async Task What_is_wrong_with_a_badge_is_named(string attribute, object? value)
    {
        var order = StandIns.Order();
        order[attribute] = value;

        var (status, body) = await _standIns.CredlyAsync(HttpMethod.Post, "badges", order);

        Assert.Equal(422, status);
        var error = Assert.Single(body.GetProperty("data").GetProperty("errors").EnumerateArray());
        Assert.Equal(attribute, error.GetProperty("attribute").GetString());
        Assert.StartsWith(
            $"Validation failed: {error.GetProperty("attribute_label").GetString()} ",
            body.GetProperty("data").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Assert.Empty(_standIns.Sandbox.Credly.Badges);
    }

    [Theory]
    [InlineData("2021-04-26 09:41:00 -0500", "2021-04-26T14:41:00Z")]
    [InlineData("2021-04-26T09:41:00.123Z", "2021-04-26T09:41:00.123Z")]
    [InlineData("2021-04-26 09:41:00 UTC", "2021-04-26T09:41:00Z")]
    [InlineData("2021-04-26  09:41:00 am", "2021-04-26T09:41:00Z")]
    [InlineData("2021-04-26T09:41:00 Z", "2021-04-26T09:41:00Z")]
    [InlineData("2021-04-26 09:41:00.123456+02:00", "2021-04-26T07:41:00.123Z")]
    [InlineData("2021-04-26T09:41:00", "2021-04-26T09:41:00Z")]
    [InlineData("2021-04-26", "2021-04-26T00:00:00Z")]
    public async Task Dates_are_understood_in_the_forms_that_clients_write_and_answered_in_one(string text, string moment)
    {
        var order = StandIns.Order();
        order["issued_at"] = text;
        order["expires_at"] = false;

        var badge = await _standIns.IssueAsync(order);

        var answered = badge.GetProperty("issued_at").GetString()!;
        Assert.Equal(DateTimeOffset.Parse(moment, null), DateTimeOffset.Parse(answered, null));
        Assert.Matches(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$", answered);
        Assert.Equal(JsonValueKind.Null, badge.GetProperty("expires_at").ValueKind);
    }

    [Theory]
    [InlineData("MARIA.ROSSI@example.org", "earner-2")]
    [InlineData("other@example.org", "earner-1")]
    public async Task A_duplicate_of_the_same_address_or_earner_is_refused_until_the_first_is_revoked(string email, string earner)
    {
        var first = await _standIns.IssueAsync();
        var again = StandIns.Order();
        (again["recipient_email"], again["issuer_earner_id"]) = (email, earner);

        var (status, body) = await _standIns.CredlyAsync(HttpMethod.Post, "badges", again);
        Assert.Equal(422, status);
        Assert.Contains("already", body.GetProperty("data").GetProperty("message").GetString(), StringComparison.Ordinal);

        var (revoked, _) = await _standIns.CredlyAsync(
            HttpMethod.Put, $"badges/{first.GetProperty("id").GetString()}/revoke", new { reason = "Awarded by mistake" });
        Assert.Equal(200, revoked);
        await _standIns.IssueAsync(again);
    }

    [Fact]
    public async Task Badges_are_found_by_filters_the_newest_first_page_by_page()
    {
        foreach (var number in Enumerable.Range(1, 51))
        {
            var order = StandIns.Order();
            (order["recipient_email"], order["issuer_earner_id"]) = ($"member{number}@example.org", $"earner-{number}");
            await _standIns.IssueAsync(order);
        }

        var (_, one) = await _standIns.CredlyAsync(
            HttpMethod.Get, $"badges?filter={Uri.EscapeDataString("recipient_email::member7@example.org|state::pending,accepted")}");
        var (_, all) = await _standIns.CredlyAsync(HttpMethod.Get, "badges?sort=-created_at");
        var (_, last) = await _standIns.CredlyAsync(HttpMethod.Get, "badges?page=2");
        var (_, unknown) = await _standIns.CredlyAsync(HttpMethod.Get, "badges?filter=colour::red&page=abc");

        Assert.Equal("earner-7", Assert.Single(one.GetProperty("data").EnumerateArray()).GetProperty("issuer_earner_id").GetString());
        Assert.Equal("earner-51", all.GetProperty("data")[0].GetProperty("issuer_earner_id").GetString());
        Assert.Equal(2, all.GetProperty("metadata").GetProperty("total_pages").GetInt32());
        Assert.EndsWith("page=2", all.GetProperty("metadata").GetProperty("next_page_url").GetString(), StringComparison.Ordinal);
        Assert.Equal("earner-1", Assert.Single(last.GetProperty("data").EnumerateArray()).GetProperty("issuer_earner_id").GetString());
        Assert.Equal(51, unknown.GetProperty("metadata").GetProperty("total_count").GetInt32());
    }

    [Fact]
    public async Task A_change_of_state_is_an_event_with_the_badge()
    {
        var badge = await _standIns.IssueAsync();
        _standIns.Sandbox.Credly.SetState(badge.GetProperty("id").GetGuid(), CredlyBadgeState.Accepted);

        var (_, feed) = await _standIns.CredlyAsync(HttpMethod.Get, "events");
        var newest = feed.GetProperty("data")[0];
        var (_, one) = await _standIns.CredlyAsync(HttpMethod.Get, $"events/{newest.GetProperty("id").GetString()}");

        Assert.Equal("badge.state.changed", newest.GetProperty("event_type").GetString());
        Assert.Equal("accepted", one.GetProperty("data").GetProperty("badge").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Others_are_turned_away()
    {
        var (wrongToken, _) = await _standIns.CredlyAsync(HttpMethod.Get, "badges", token: "wrong");
        var (unknown, _) = await _standIns.CredlyAsync(HttpMethod.Get, $"badges/{Guid.NewGuid()}");

        Assert.Equal(401, wrongToken);
        Assert.Equal(404, unknown);
    }
}
