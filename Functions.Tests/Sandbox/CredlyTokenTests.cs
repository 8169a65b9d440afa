using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Credly.Api.Tokens;
using Microsoft.Extensions.Time.Testing;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Authorization tokens on the stand-in, as credly.com/docs/authorization_tokens describes them.</summary>
public sealed class CredlyTokenTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HttpClient _http = new();
    private ForeignClient _client = null!;
    private SandboxApplication _sandbox = null!;

    private static string Tokens => $"{Organization}/authorization_tokens";

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxApplication.StartAsync(BadgeApplication.SandboxOptions, _clock);
        _sandbox.CredlyWebhooks.Deliver = false;
        _http.BaseAddress = new Uri(_sandbox.Addresses.Sandbox);
        _client = new ForeignClient(_http);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_token_that_may_only_read_writes_and_deletes_nothing_and_sees_only_its_like()
    {
        var reader = await CreateAsync(new() { ["description"] = "Reports", ["read_enabled"] = true });

        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges", user: reader);
        await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", Json(Order("2021-04-26")), reader, 403);
        await _client.SendAsync(HttpMethod.Delete, $"{Organization}/badges/{Guid.NewGuid()}", user: reader, status: 403);
        var seen = await _client.SendAsync(HttpMethod.Get, Tokens, user: reader);
        Assert.Equal(reader, Text(Assert.Single(seen.GetProperty("data").EnumerateArray()), "token"));
        Assert.Equal(2, (await _client.ListAsync("authorization_tokens")).Count);
    }

    [Fact]
    public async Task A_token_ends_after_its_time()
    {
        var token = await CreateAsync([]);

        _clock.Advance(CredlyTokens.Lifetime - TimeSpan.FromSeconds(1));
        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges", user: token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges", user: token, status: 401);
        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges");
    }

    [Fact]
    public async Task A_token_that_is_rotated_is_another_at_once()
    {
        var before = await CreateAsync(new() { ["write_enabled"] = true });

        var rotated = await _client.SendAsync(HttpMethod.Post, $"{Tokens}/rotate", user: before);

        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges", user: before, status: 401);
        await _client.SendAsync(HttpMethod.Get, $"{Organization}/badges", user: Text(rotated, "data", "token"));
    }

    private async Task<string> CreateAsync(Dictionary<string, object?> fields) =>
        Text(await _client.SendAsync(HttpMethod.Post, Tokens, Json(fields), status: 201), "data", "token");
}
