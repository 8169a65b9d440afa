using System.Collections.Concurrent;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Where the stand-in delivers events to, and which: as the organization has set it.</summary>
public sealed class CredlyWebhookTargetTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<JsonElement> _heard = new();
    private ForeignClient _client = null!;
    private WebApplication _receiver = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _standIns.Sandbox.CredlyWebhooks.Deliver = true;
        _client = new ForeignClient(_standIns.Http);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/hook", (JsonElement told) => _heard.Enqueue(told));
        await _receiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _standIns.DisposeAsync();
    }

    [Fact]
    public async Task The_app_hears_of_everything_until_the_organization_says_otherwise()
    {
        _standIns.Sandbox.Addresses.App = "http://localhost:7071";

        var organization = await _client.SendAsync(HttpMethod.Get, Organization);

        Assert.StartsWith("http://localhost:7071/webhooks/credly?code=", Text(organization, "data", "webhook_url"), StringComparison.Ordinal);
        Assert.Empty(organization.GetProperty("data").GetProperty("allowed_webhooks").EnumerateArray());
    }

    [Fact]
    public async Task Events_of_the_allowed_types_go_to_the_address_that_was_set()
    {
        var changed = await _client.SendAsync(HttpMethod.Put, Organization, Json(new()
        {
            ["webhook_url"] = $"{_receiver.Urls.First()}/hook",
            ["allowed_webhooks"] = new List<string> { "badge.state.changed" },
            ["bio"] = "Since 1994",
        }));
        Assert.Equal("Since 1994", Text(changed, "data", "bio"));

        var badge = await _standIns.IssueAsync();
        _standIns.Sandbox.Credly.SetState(badge.GetProperty("id").GetGuid(), CredlyBadgeState.Accepted);

        await BadgeApplication.UntilAsync(() => Task.FromResult(!_heard.IsEmpty), () => "nothing was delivered");
        var told = Assert.Single(_heard);
        Assert.Equal("badge.state.changed", Text(told, "event_type"));
        Assert.Matches(@"\.[0-9]{3}Z$", Text(told, "occurred_at"));
    }

    [Theory]
    [InlineData("webhook_url", "nowhere")]
    [InlineData("webhook_url", "file:///etc/passwd")]
    [InlineData("name", "")]
    public async Task What_an_organization_cannot_be_is_refused(string attribute, string value) =>
        await _client.SendAsync(HttpMethod.Put, Organization, Json(new() { [attribute] = value }), status: 422);
}
