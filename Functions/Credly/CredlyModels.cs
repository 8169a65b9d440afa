using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly;

/// <summary>The envelope of every answer: <c>{ "data": ..., "metadata": ... }</c>.</summary>
internal sealed record CredlyData<T>(T? Data);

/// <summary>The envelope of a list.</summary>
internal sealed record CredlyList(IReadOnlyList<JsonElement>? Data, CredlyListMetadata? Metadata);

/// <summary>Where in a list a page is. Source: credly.com/docs/web_service_api, "Pagination".</summary>
internal sealed record CredlyListMetadata(int? CurrentPage, int? TotalPages, Uri? NextPageUrl);

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="IsLast">Whether no page follows.</param>
internal sealed record CredlyPage<T>(IReadOnlyList<T> Items, bool IsLast)
    where T : class
{
    /// <summary>How much on it could not be read, and is left out.</summary>
    public int Unreadable { get; init; }

    /// <summary>A page of which each item is read by itself.</summary>
    public static CredlyPage<T> Of(IReadOnlyList<JsonElement> data, CredlyListMetadata? metadata, Func<JsonElement, T?> read)
    {
        List<T> items = [.. data.Select(read).OfType<T>()];
        return new CredlyPage<T>(items, data.Count == 0 || metadata?.NextPageUrl is null && !(metadata?.CurrentPage < metadata?.TotalPages))
        {
            Unreadable = data.Count - items.Count,
        };
    }

    /// <summary>Whether a list that has the newest first has nothing more for somebody who knows what is older. What cannot be read tells nothing of that.</summary>
    public bool IsLastOf(Func<T, bool> isOlder) => IsLast || (Items.Count > 0 && Items.All(isOlder));
}

/// <summary>Texts in JSON of Credly's that is read where others need not be readable.</summary>
internal static class CredlyJson
{
    /// <summary>The text; null for what is none, also for one with half of a surrogate pair.</summary>
    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of an object's property.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Property(name)?.Text();

    /// <summary>An object's property; null when there is none of this name, whatever the others are called.</summary>
    public static JsonElement? Property(this JsonElement parent, string name)
    {
        foreach (var property in parent.EnumerateObject())
        {
            if (IsNamed(property, name))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Which badges are listed, and in which order. Source: credly.com/docs/issued_badges, "Get issued badges".</summary>
internal sealed record CredlyBadgeQuery
{
    /// <summary>Of this template.</summary>
    public string? BadgeTemplateId { get; init; }

    /// <summary>Issued to this address.</summary>
    public string? RecipientEmail { get; init; }

    /// <summary>With this id of ours, see <see cref="CredlyBadgeRequest.IssuerEarnerId"/>.</summary>
    public string? IssuerEarnerId { get; init; }

    /// <summary>In one of these states.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>The attribute to sort by; a minus before it means the last first.</summary>
    public string? Sort { get; init; }

    public string ToQuery()
    {
        (string Name, string? Value)[] filters =
        [
            ("badge_template_id", BadgeTemplateId), ("recipient_email", RecipientEmail), ("issuer_earner_id", IssuerEarnerId),
            ("state", States is [] ? null : string.Join(',', States)),
        ];
        var filter = string.Join('|', filters.Where(one => one.Value is not null).Select(one => $"{one.Name}::{one.Value}"));
        (string Name, string? Value)[] parameters = [("filter", filter), ("sort", Sort)];
        return string.Concat(parameters
            .Where(one => !string.IsNullOrEmpty(one.Value))
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}&"));
    }
}

/// <summary>One of the organization's authorization tokens. Source: credly.com/docs/authorization_tokens.</summary>
/// <param name="Token">The token itself: it is never logged.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
internal sealed record CredlyToken(string? Token, DateTimeOffset? ExpiresAt)
{
    // Records print all that they hold.
    public override string ToString() => nameof(CredlyToken);
}

/// <summary>The organization, as far as we use it.</summary>
internal sealed record CredlyOrganization(string Id, string? Name);

/// <summary>The body of "Revoke a badge".</summary>
internal sealed record CredlyRevocation(string Reason, bool SuppressRevokeNotificationEmail);

/// <summary>That a badge was deleted.</summary>
internal sealed record CredlyDeletion;

/// <summary>A badge to be issued. Source: credly.com/docs/issued_badges, "Issue a badge".</summary>
/// <param name="RecipientEmail">Null only when an accepted badge is replaced: its address cannot be changed.</param>
/// <param name="IssuedToFirstName">The given name.</param>
/// <param name="IssuedToLastName">The family name.</param>
/// <param name="BadgeTemplateId">Credly's id of the template.</param>
/// <param name="IssuedAt">ISO 8601.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="IssuerEarnerId">Our id of it, which Credly returns and does not show.</param>
/// <param name="Locale">The language of Credly's e-mails, see <see cref="CredlyLocale"/>.</param>
/// <param name="SuppressBadgeNotificationEmail">Whether Credly sends none.</param>
/// <param name="Evidence">What proves it.</param>
internal sealed record CredlyBadgeRequest(
    string? RecipientEmail,
    string IssuedToFirstName,
    string IssuedToLastName,
    string BadgeTemplateId,
    string IssuedAt,
    CredlyExpiry ExpiresAt,
    string IssuerEarnerId,
    string Locale,
    bool SuppressBadgeNotificationEmail,
    IReadOnlyList<CredlyEvidence>? Evidence);

/// <summary>Evidence as an address.</summary>
internal sealed record CredlyEvidence(string Type, string Value, string Name);

/// <summary>A badge as Credly answers it: what we use of it. Attributes that we do not know are ignored.</summary>
internal sealed record CredlyBadge(
    string Id,
    string State,
    Uri? AcceptBadgeUrl,
    Uri? BadgeUrl,
    Uri? ImageUrl,
    string? IssuerEarnerId,
    DateTimeOffset? StateUpdatedAt)
{
    /// <summary>Whether its page can be seen by anybody once it is accepted.</summary>
    public bool? Public { get; init; }

    /// <summary>The address that it was issued to.</summary>
    public string? RecipientEmail { get; init; }

    /// <summary>Why it was revoked.</summary>
    public string? RevocationReason { get; init; }

    /// <summary>The badge that was put in its place.</summary>
    public string? ReplacementBadgeId { get; init; }
}

/// <summary>An event of the organization's feed. Source: credly.com/docs/webhooks.</summary>
internal sealed record CredlyEvent(string Id, string EventType, DateTimeOffset? OccurredAt, CredlyEventBadge? Badge)
{
    /// <summary>The template that it is about.</summary>
    public CredlyEventTemplate? BadgeTemplate { get; init; }
}

/// <summary>The badge that an event is about.</summary>
internal sealed record CredlyEventBadge(string? Id, string? IssuerEarnerId);

/// <summary>The template that an event is about.</summary>
internal sealed record CredlyEventTemplate(string? Id);

/// <summary>
/// When a badge expires: an instant, or never, which Credly writes as <c>false</c>; left out it would be the template's default. Source:
/// credly.com/docs/issued_badges, <c>expires_at</c>.
/// </summary>
/// <param name="At">The instant; null for never.</param>
[JsonConverter(typeof(Converter))]
internal sealed record CredlyExpiry(string? At)
{
    public static CredlyExpiry Never { get; } = new((string?)null);

    /// <summary>At the end of the last day of validity, in UTC.</summary>
    public static CredlyExpiry EndOf(DateOnly? lastDay) => lastDay is { } day
        ? new CredlyExpiry(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T23:59:59Z"))
        : Never;

    private sealed class Converter : JsonConverter<CredlyExpiry>
    {
        public override CredlyExpiry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? new CredlyExpiry(reader.GetString()) : Never;

        public override void Write(Utf8JsonWriter writer, CredlyExpiry value, JsonSerializerOptions options)
        {
            if (value.At is { } at)
            {
                writer.WriteStringValue(at);
            }
            else
            {
                writer.WriteBooleanValue(false);
            }
        }
    }
}

/// <summary>A badge template as Credly has it. Source: credly.com/docs/badge_templates.</summary>
internal sealed record CredlyTemplate(string Id, string? Name, string? Description, string? State)
{
    /// <summary>Its image.</summary>
    public Uri? ImageUrl { get; init; }

    /// <summary>The skills: texts, or objects with a name.</summary>
    public JsonElement Skills { get; init; }

    /// <summary>What has to be done to earn it: objects with a title.</summary>
    public JsonElement BadgeTemplateActivities { get; init; }

    /// <summary>How long it takes to earn it, in a word.</summary>
    public string? TimeToEarn { get; init; }

    /// <summary>What it costs to earn it, in a word.</summary>
    public string? Cost { get; init; }

    /// <summary>The standards that it follows: objects with a name, an address and a description.</summary>
    public JsonElement Alignments { get; init; }

    /// <summary>The skills' names.</summary>
    public IReadOnlyList<string> SkillNames() => Names(Skills, "name");

    /// <summary>The standards' names.</summary>
    public IReadOnlyList<string> StandardNames() => Names(Alignments, "name");

    /// <summary>The standards that have an address.</summary>
    public IReadOnlyList<Alignment> LinkedStandards() => Alignments.ValueKind is not JsonValueKind.Array ? [] :
    [
        .. Alignments.EnumerateArray()
            .Where(one => one.ValueKind is JsonValueKind.Object)
            .Select(one => Uri.TryCreate(one.Text("url"), UriKind.Absolute, out var url)
                ? new Alignment(one.Text("name")?.Trim() ?? "", url, Description: one.Text("description")?.Trim() is { Length: > 0 } about ? about : null)
                : null)
            .OfType<Alignment>()
            .Where(one => one.IsComplete()),
    ];

    /// <summary>The criteria in words; empty where there are none.</summary>
    public string Criteria() => string.Join(" ", Names(BadgeTemplateActivities, "title").Select(title => title.EndsWith('.') ? title : $"{title}."));

    private static string[] Names(JsonElement list, string property) => list.ValueKind is not JsonValueKind.Array ? [] :
    [
        .. list.EnumerateArray().Select(one => one.ValueKind switch
        {
            JsonValueKind.Object => one.Text(property),
            _ => one.Text(),
        }).Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!.Trim()),
    ];
}
