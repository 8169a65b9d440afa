using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>What the stand-ins have of a load: the e-mails that SendGrid took, and the badges on Credly.</summary>
internal sealed class StandIns(LoadWorld world, IReadOnlyList<LoadedAward> awards, DateTimeOffset started)
{
    private const int MostAtOnce = 1000;

    private readonly Dictionary<string, LoadedAward> _byEmail = awards.ToDictionary(award => award.Email);
    private readonly HashSet<string> _seen = [];

    /// <summary>Notes the e-mails that came since the last look.</summary>
    /// <returns>The award and the id of each.</returns>
    public async Task<IReadOnlyList<(LoadedAward Award, string MailId)>> ReadMailsAsync(CancellationToken cancellationToken)
    {
        var mails = await TryGetAsync<Feed>($"/v3/messages?limit={MostAtOnce}", new("Bearer", world.Keys.SendGridApiKey), cancellationToken) is { } feed
            // The Sandboxes of earlier commits have SendGrid's Email Activity Feed, whose ids begin with the e-mail's.
            ? feed.Messages.Select(message => new Mail(message.Id.Split('.')[0], message.To, message.At))
            : await GetAsync<IReadOnlyList<Mail>>($"/inbox.json?after={_seen.Count}", null, cancellationToken);
        List<(LoadedAward, string)> received = [];
        foreach (var mail in mails.Where(mail => _seen.Add(mail.Id)))
        {
            if (_byEmail.TryGetValue(mail.ToAddress, out var award))
            {
                award.Mails++;
                award.Mailed ??= mail.At - started;
                received.Add((award, mail.Id));
            }
        }

        return received;
    }

    /// <summary>How many badges each member has on Credly, by e-mail address.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountIssuedAsync(CancellationToken cancellationToken)
    {
        List<string> recipients = [];
        var authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{world.Keys.CredlyToken}:")));
        var path = $"/v1/organizations/{world.Keys.CredlyOrganizationId}/badges?page=1";
        for (string? next = path; next is not null;)
        {
            var page = await GetAsync<JsonElement>(next, authorization, cancellationToken);
            recipients.AddRange(page.GetProperty("data").EnumerateArray().Select(badge => badge.GetProperty("recipient_email").GetString()!));
            next = page.GetProperty("metadata").GetProperty("next_page_url").GetString() is { } url ? new Uri(url).PathAndQuery : null;
        }

        return recipients.CountBy(email => email).ToDictionary();
    }

    private async Task<T> GetAsync<T>(string path, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
        where T : notnull =>
        await TryGetAsync<T>(path, authorization, cancellationToken) ?? throw new InvalidOperationException($"The Sandbox has no {path}.");

    private async Task<T?> TryGetAsync<T>(string path, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, world.Addresses.Sandbox + path);
        request.Headers.Authorization = authorization;
        using var response = await world.Http.SendAsync(request, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return default;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(cancellationToken);
    }

    private sealed record Mail(string Id, string ToAddress, DateTimeOffset At);

    private sealed record Feed(IReadOnlyList<Message> Messages);

    private sealed record Message(
        [property: JsonPropertyName("msg_id")] string Id,
        [property: JsonPropertyName("to_email")] string To,
        [property: JsonPropertyName("last_event_time")] DateTimeOffset At);
}
