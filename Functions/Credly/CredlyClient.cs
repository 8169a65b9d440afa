using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// The calls to Credly's API (v1) that the product needs. Source: credly.com/docs/web_service_api. An HTTP error or an answer
/// that is no JSON is a value; so is no answer at all.
/// </summary>
internal sealed class CredlyClient(HttpClient http, IOptions<CredlyOptions> options)
{
    private const int MaxReasonLength = 500;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private string Organization => $"organizations/{Uri.EscapeDataString(options.Value.OrganizationId)}";

    public Task<CredlyAnswer<CredlyBadge>> IssueAsync(CredlyBadgeRequest badge, CancellationToken cancellationToken) =>
        SendAsync<CredlyBadge>(HttpMethod.Post, $"{Organization}/badges", badge, cancellationToken);

    public Task<CredlyAnswer<CredlyBadge>> GetBadgeAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<CredlyBadge>(HttpMethod.Get, $"{Organization}/badges/{Uri.EscapeDataString(id)}", null, cancellationToken);

    /// <summary>A page of the badges, counted from 1.</summary>
    public Task<CredlyAnswer<CredlyPage<CredlyBadge>>> ListBadgesAsync(CredlyBadgeQuery query, int page, CancellationToken cancellationToken) =>
        ListAsync<CredlyBadge>($"{Organization}/badges?{query.ToQuery()}", page, cancellationToken);

    /// <summary>Puts a new badge in the place of one. Source: credly.com/docs/issued_badges, "Replace a badge".</summary>
    public Task<CredlyAnswer<CredlyBadge>> ReplaceAsync(string id, CredlyBadgeRequest badge, CancellationToken cancellationToken) =>
        SendAsync<CredlyBadge>(HttpMethod.Post, $"{Organization}/badges/{Uri.EscapeDataString(id)}/replace", badge, cancellationToken);

    /// <summary>Takes a badge back. Source: credly.com/docs/issued_badges, "Revoke a badge".</summary>
    public Task<CredlyAnswer<CredlyBadge>> RevokeAsync(string id, CredlyRevocation revocation, CancellationToken cancellationToken) =>
        SendAsync<CredlyBadge>(HttpMethod.Put, $"{Organization}/badges/{Uri.EscapeDataString(id)}/revoke", revocation, cancellationToken);

    /// <summary>A page of the badge templates, counted from 1.</summary>
    public Task<CredlyAnswer<CredlyPage<CredlyTemplate>>> ListTemplatesAsync(int page, CancellationToken cancellationToken) =>
        ListAsync<CredlyTemplate>($"{Organization}/badge_templates?", page, cancellationToken);

    public Task<CredlyAnswer<CredlyTemplate>> GetTemplateAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<CredlyTemplate>(HttpMethod.Get, $"{Organization}/badge_templates/{Uri.EscapeDataString(id)}", null, cancellationToken);

    /// <summary>The organization itself. Source: credly.com/docs/organizations.</summary>
    public Task<CredlyAnswer<CredlyOrganization>> GetOrganizationAsync(CancellationToken cancellationToken) =>
        SendAsync<CredlyOrganization>(HttpMethod.Get, Organization, null, cancellationToken);

    /// <summary>A page of the organization's authorization tokens, counted from 1. Source: credly.com/docs/authorization_tokens.</summary>
    public Task<CredlyAnswer<CredlyPage<CredlyToken>>> ListTokensAsync(int page, CancellationToken cancellationToken) =>
        ListAsync<CredlyToken>($"{Organization}/authorization_tokens?", page, cancellationToken);

    /// <summary>Removes a badge, with its history on Credly. Source: credly.com/docs/issued_badges, "Delete a badge".</summary>
    public Task<CredlyAnswer<CredlyDeletion>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Delete,
            $"{Organization}/badges/{Uri.EscapeDataString(id)}",
            null,
            // With the badge or without anything: that it is gone is all there is to know.
            response => Task.FromResult(CredlyAnswer<CredlyDeletion>.Ok(response.StatusCode, new CredlyDeletion())),
            cancellationToken);

    /// <summary>A page of the organization's events, counted from 1, newest first.</summary>
    public Task<CredlyAnswer<CredlyPage<CredlyEvent>>> ListEventsAsync(int page, CancellationToken cancellationToken) =>
        ListAsync<CredlyEvent>($"{Organization}/events?", page, cancellationToken);

    public Task<CredlyAnswer<CredlyEvent>> GetEventAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<CredlyEvent>(HttpMethod.Get, $"{Organization}/events/{Uri.EscapeDataString(id)}", null, cancellationToken);

    private Task<CredlyAnswer<CredlyPage<T>>> ListAsync<T>(string path, int page, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"{path}page={page}"),
            null,
            response => ReadAsync<CredlyList, CredlyPage<T>>(
                response, list => list.Data is { } data ? CredlyPage<T>.Of(data, list.Metadata, ReadItem<T>) : null, cancellationToken),
            cancellationToken);

    private static T? ReadItem<T>(JsonElement item)
        where T : class
    {
        try
        {
            return item.Deserialize<T>(Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task<CredlyAnswer<T>> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(
            method,
            path,
            body,
            response => ReadAsync<CredlyData<T>, T>(response, envelope => envelope.Data, cancellationToken),
            cancellationToken);

    private async Task<CredlyAnswer<T>> CallAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        Func<HttpResponseMessage, Task<CredlyAnswer<T>>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        if (!options.Value.IsSetUp)
        {
            return CredlyAnswer<T>.NoAnswer("Credly is not set up: the setting Credly__OrganizationId is empty.");
        }

        try
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json),
            };
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? await read(response)
                : await RefusalAsync<T>(response, cancellationToken);
        }
        catch (HttpRequestException e) when (e.StatusCode is { } status)
        {
            // No access token: the client's id or secret is wrong.
            return CredlyAnswer<T>.Refusal(status, e.Message, null);
        }
        catch (Exception e) when (IsNoAnswer(e) && !cancellationToken.IsCancellationRequested)
        {
            return CredlyAnswer<T>.NoAnswer($"Credly did not answer: {e.Message}");
        }
    }

    private static async Task<CredlyAnswer<T>> ReadAsync<TEnvelope, T>(
        HttpResponseMessage response, Func<TEnvelope, T?> dataOf, CancellationToken cancellationToken)
        where TEnvelope : class
        where T : class
    {
        try
        {
            var envelope = await response.Content.ReadFromJsonAsync<TEnvelope>(Json, cancellationToken);
            return envelope is not null && dataOf(envelope) is { } data
                ? CredlyAnswer<T>.Ok(response.StatusCode, data)
                : CredlyAnswer<T>.NoAnswer("Credly's answer has no data.");
        }
        catch (JsonException)
        {
            return CredlyAnswer<T>.NoAnswer("Credly's answer is not the JSON that its documentation describes.");
        }
    }

    private static async Task<CredlyAnswer<T>> RefusalAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var error = CredlyErrorDocument.Read(text);
        var words = error?.Words ?? text;
        var reason = $"Credly answered {(int)response.StatusCode}: {words[..Math.Min(words.Length, MaxReasonLength)]}";
        return CredlyAnswer<T>.Refusal(response.StatusCode, reason, Web.RetryAfter.Of(response.Headers)) with
        {
            CurrentBadgeId = error?.CurrentBadgeId,
        };
    }

    // The resilience handler's own exceptions (circuit open, total timeout) are Polly's.
    private static bool IsNoAnswer(Exception e) =>
        e is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException or IOException;
}

/// <summary>What came of a call.</summary>
/// <param name="Status">The status; null when there was no answer that can be understood.</param>
/// <param name="Data">The data of a success.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="RetryAfter">How long Credly asked us to wait.</param>
internal sealed record CredlyAnswer<T>(HttpStatusCode? Status, T? Data, string Reason, TimeSpan? RetryAfter)
    where T : class
{
    /// <summary>Of a refusal because the badge was replaced before: the badge that took its place.</summary>
    public string? CurrentBadgeId { get; init; }

    /// <summary>Whether Credly refused for good: the same call will be refused again until somebody puts something right.</summary>
    public bool IsRefusal => Data is null && Status is { } status
        && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);

    public static CredlyAnswer<T> Ok(HttpStatusCode status, T data) => new(status, data, "", null);

    public static CredlyAnswer<T> Refusal(HttpStatusCode status, string reason, TimeSpan? retryAfter) =>
        new(status, null, reason, retryAfter);

    public static CredlyAnswer<T> NoAnswer(string reason) => new(null, null, reason, null);
}

/// <summary>
/// What Credly says in an answer that refuses: <c>{ "data": { "message": ..., "errors": [ { "attribute": ..., "messages": [...] } ] } }</c>.
/// </summary>
/// <param name="Words">The document in words.</param>
/// <param name="CurrentBadgeId">The badge that took the place of the one that was asked for: <c>metadata.current_badge_id</c>.</param>
internal sealed record CredlyErrorDocument(string Words, string? CurrentBadgeId)
{
    /// <summary>Null when the body is no such document.</summary>
    public static CredlyErrorDocument? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Child(document.RootElement, "data") is { } data && WordsOf(data) is { } words
                ? new CredlyErrorDocument(words, Child(document.RootElement, "metadata") is { } metadata ? TextOf(metadata, "current_badge_id") : null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.Property(name) is { ValueKind: JsonValueKind.Object } child ? child : null;

    private static string? WordsOf(JsonElement data)
    {
        var message = TextOf(data, "message");
        string[] errors = data.Property("errors") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(error => error.ValueKind is JsonValueKind.Object).Select(Describe).Where(error => error != message)]
            : [];
        return (message, errors) switch
        {
            (null, []) => null,
            (null, _) => string.Join("; ", errors),
            (_, []) => message,
            _ => $"{message} ({string.Join("; ", errors)})",
        };
    }

    private static string Describe(JsonElement error)
    {
        var messages = error.Property("messages") is { ValueKind: JsonValueKind.Array } list
            ? string.Join(", ", list.EnumerateArray().Select(one => one.Text()).OfType<string>())
            : "";
        return TextOf(error, "attribute") is { } attribute ? $"{attribute}: {messages}" : messages;
    }

    private static string? TextOf(JsonElement parent, string name) => parent.Text(name) is { Length: > 0 } text ? text : null;
}
