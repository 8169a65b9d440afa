using System.Text.Json;
using BadgeFunctions.Sandbox.Credly;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>When a badge on the stand-in expires, who it can be moved to, and how badges are found.</summary>
public sealed class CredlyIssuingTests : IAsyncLifetime
{
    private ForeignClient _client = null!;
    private StandIns _standIns = null!;

    private static string Badges => $"{Organization}/badges";

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _client = new ForeignClient(_standIns.Http);
    }

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task Without_a_date_the_template_s_default_is_when_a_badge_expires_and_false_is_never()
    {
        var end = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _standIns.Sandbox.Credly.ChangeTemplate(TemplateId, template => template with { DefaultExpiresAt = end });

        Assert.Equal("2040-01-01", Text(await _standIns.IssueAsync(), "expires_at_date"));
        var never = With("expires_at", false);
        (never["recipient_email"], never["issuer_earner_id"]) = ("somebody@example.org", "earner-2");
        Assert.Equal(JsonValueKind.Null, (await _standIns.IssueAsync(never)).GetProperty("expires_at").ValueKind);
    }

    [Fact]
    public async Task A_pending_badge_goes_to_another_address_and_an_accepted_one_does_not()
    {
        var first = await _standIns.IssueAsync();
        var moved = With("recipient_email", "maria@home.example");

        var pending = await _client.SendAsync(HttpMethod.Post, $"{Badges}/{Text(first, "id")}/replace", JsonBody(moved), status: 201);
        _standIns.Sandbox.Credly.SetState(pending.GetProperty("data").GetProperty("id").GetGuid(), CredlyBadgeState.Accepted);
        var refused = await _client.SendAsync(
            HttpMethod.Post, $"{Badges}/{Text(pending, "data", "id")}/replace", JsonBody(StandIns.Order()), status: 422);

        Assert.Equal("maria@home.example", Text(pending, "data", "recipient_email"));
        Assert.Equal("recipient_email", Text(refused.GetProperty("data").GetProperty("errors")[0], "attribute"));
    }

    [Theory]
    [InlineData("issuer_earner_id::earner-1", 1)]
    [InlineData("issuer_earner_id::earner-2", 0)]
    [InlineData("state::accepted,rejected", 0)]
    [InlineData("public::true", 1)]
    [InlineData("query::rossi", 1)]
    [InlineData("user_id::somebody", 0)]
    [InlineData("expires_at_date_min::2030-01-01", 1)]
    [InlineData("expires_at_date_max::2029-12-31", 0)]
    [InlineData("badge_template_id::5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a01", 1)]
    public async Task Badges_are_found_by_each_documented_filter_in_both_forms(string filter, int expected)
    {
        await _standIns.IssueAsync(With("expires_at", "2030-01-01"));
        var parts = filter.Split("::");

        Assert.Equal(expected, (await _client.ListAsync($"badges?filter={Uri.EscapeDataString(filter)}")).Count);
        Assert.Equal(expected, (await _client.ListAsync($"badges?filter[{parts[0]}]={parts[1]}")).Count);
    }

    [Theory]
    [InlineData("{\"recipient_email\":")]
    [InlineData("[]")]
    public async Task A_body_that_is_neither_an_object_nor_a_form_is_400(string body) =>
        await _client.SendAsync(HttpMethod.Post, Badges, Body(body), status: 400);

    private static Dictionary<string, object?> With(string name, object? value) => new(StandIns.Order()) { [name] = value };
}
