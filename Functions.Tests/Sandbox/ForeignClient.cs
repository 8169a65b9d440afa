using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EndToEnd;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Requests to Credly's API as clients write them that are not ours.</summary>
internal sealed class ForeignClient(HttpClient http)
{
    public const string Recipient = "maria.rossi@example.org";
    public const string TemplateId = "5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a01";

    public static string Token => TestSettings.Sandbox.CredlyToken;

    public static string OrganizationId => TestSettings.Sandbox.CredlyOrganizationId;

    public static string Organization => $"/v1/organizations/{OrganizationId}";

    /// <summary>The fields that everybody sends.</summary>
    public static Dictionary<string, object?> Order(string issuedAt) => new()
    {
        ["recipient_email"] = Recipient,
        ["issued_to_first_name"] = "Maria",
        ["issued_to_last_name"] = "Rossi",
        ["badge_template_id"] = TemplateId,
        ["issued_at"] = issuedAt,
    };

    public static StringContent JsonBody(Dictionary<string, object?> fields) => Body(JsonSerializer.Serialize(fields));

    public static StringContent Body(string body) => new(body, Encoding.UTF8, "application/json");

    public static FormUrlEncodedContent Form(Dictionary<string, object?> fields) =>
        new(fields.ToDictionary(field => field.Key, field => field.Value?.ToString() ?? ""));

    public static string Query(Dictionary<string, object?> fields) =>
        string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString($"{field.Value}")}"));

    public static string Text(JsonElement document, params string[] path) =>
        path.Aggregate(document, (parent, name) => parent.GetProperty(name)).GetString()!;

    /// <summary>The data of a list below the organization.</summary>
    public async Task<List<JsonElement>> ListAsync(string path) =>
        [.. (await SendAsync(HttpMethod.Get, $"{Organization}/{path}")).GetProperty("data").EnumerateArray()];

    /// <summary>Sends a request, and answers the document once its status is as expected.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The address, or a path.</param>
    /// <param name="content">The body.</param>
    /// <param name="user">What is Basic, as the client writes it; the token and a colon otherwise.</param>
    /// <param name="status">The status that is expected.</param>
    public async Task<JsonElement> SendAsync(
        HttpMethod method, string address, HttpContent? content = null, string? user = null, int status = 200)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user ?? $"{Token}:")));
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{method} {address} was answered {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
