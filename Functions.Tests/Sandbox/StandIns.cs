using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The Sandbox alone, without an app, and a client for its APIs.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    private static readonly string Organization = $"v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}";

    private StandIns(SandboxApplication sandbox)
    {
        Sandbox = sandbox;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(sandbox.Addresses.Sandbox) };
    }

    public SandboxApplication Sandbox { get; }

    /// <summary>Keeps cookies, follows no redirects.</summary>
    public HttpClient Http { get; }

    public static async Task<StandIns> StartAsync(TimeProvider? clock = null, string? dataFolder = null)
    {
        var sandbox = await SandboxApplication.StartAsync(
            TestSettings.Sandbox with { DataFolder = dataFolder }, clock ?? TimeProvider.System);
        sandbox.CredlyWebhooks.Deliver = false;
        return new StandIns(sandbox);
    }

    /// <summary>A badge as the app orders it; tests change a field of it.</summary>
    public static Dictionary<string, object?> Order() => new()
    {
        ["recipient_email"] = "maria.rossi@example.org",
        ["issued_to_first_name"] = "Maria",
        ["issued_to_last_name"] = "Rossi",
        ["badge_template_id"] = "5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a01",
        ["issued_at"] = "2021-04-26T00:00:00Z",
        ["issuer_earner_id"] = "earner-1",
        ["suppress_badge_notification_email"] = true,
    };

    /// <summary>A call to Credly's API as the organization makes it.</summary>
    public async Task<(int Status, JsonElement Body)> CredlyAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, $"{Organization}/{path}");
        var credentials = $"{token ?? TestSettings.Sandbox.CredlyToken}:";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Posts to a page as its form does.</summary>
    public async Task<HttpStatusCode> PostAsync(string page, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.PostAsync(page, form);
        return response.StatusCode;
    }

    /// <summary>Issues a badge and answers its document.</summary>
    public async Task<JsonElement> IssueAsync(Dictionary<string, object?>? order = null)
    {
        var (status, body) = await CredlyAsync(HttpMethod.Post, "badges", order ?? Order());
        Assert.Equal(201, status);
        return body.GetProperty("data");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }
}
