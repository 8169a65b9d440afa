using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Awards;

/// <summary>The webhook's body, <c>achievement.awarded</c>, read field by field.</summary>
internal static partial class AwardPayload
{
    /// <summary>The most bytes a webhook's body may have.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;
    private const string EventType = "achievement.awarded";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The award, or everything that is wrong with the body.</summary>
    /// <param name="body">UTF-8 JSON without a byte order mark.</param>
    /// <param name="today">Nothing is awarded after tomorrow: the caller may be a day ahead of UTC.</param>
    public static AwardReading Read(ReadOnlyMemory<byte> body, DateOnly today)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return AwardReading.NotJson("is not valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? ReadEvent(document.RootElement, today)
                : AwardReading.NotJson("is not a JSON object");
        }
        catch (JsonException e)
        {
            // The parser's own words name the line and what is wrong (depth, duplicate property), never a value.
            return AwardReading.NotJson($"is not JSON that can be read: {e.Message}");
        }
    }

    private static AwardReading ReadEvent(JsonElement root, DateOnly today)
    {
        var errors = new List<FieldError>();
        var message = new FieldReader(root, "", errors);
        message.Text("type", 100, type => type == EventType, $"is an unknown event type; expected {EventType}");
        if (errors.Count > 0)
        {
            return AwardReading.Invalid(errors);
        }

        var award = ReadAward(message.Object("data"), today);
        return errors.Count > 0 ? AwardReading.Invalid(errors) : AwardReading.Of(award);
    }

    private static Award ReadAward(FieldReader data, DateOnly today)
    {
        var award = new Award(
            data.Text("achievementId", 128),
            data.Text("templateCode", 64, TemplateCode().IsMatch, "is not lower-case letters, digits and hyphens"),
            ReadCategory(data),
            ReadMember(data.Object("member")),
            data.Day("awardedOn"),
            data.OptionalDay("expiresOn"),
            data.OptionalUrl("evidence"));
        if (award.AwardedOn > today.AddDays(1))
        {
            data.Refuse("awardedOn", "is in the future");
        }

        if (award.ExpiresOn <= award.AwardedOn)
        {
            data.Refuse("expiresOn", "is not after awardedOn");
        }

        return award;
    }

    private static BadgeCategory ReadCategory(FieldReader data)
    {
        BadgeCategory category = default;
        data.Text(
            "category",
            32,
            text => BadgeCategories.TryRead(text, out category),
            $"is none of {string.Join(", ", BadgeCategories.Names)}");
        return category;
    }

    private static Member ReadMember(FieldReader member) => new(
        member.Text("id", 64, MemberId().IsMatch, "is not letters, digits and . _ @ -"),
        member.Text("givenName", 100),
        member.Text("familyName", 100),
        member.Text("email", EmailAddress.MaxLength, EmailAddress.IsValid, "is not an e-mail address"),
        member.OptionalText("locale", 35, Locale().IsMatch, "is not a language tag") ?? "en");

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex TemplateCode();

    [GeneratedRegex(@"^[A-Za-z0-9._@-]+\z")]
    private static partial Regex MemberId();

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Locale();
}
