using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Certification;

/// <summary>The webhook's body, one of <see cref="CertificationEventTypes"/>, read field by field.</summary>
internal static partial class CertificationPayload
{
    /// <summary>The most bytes a webhook's body may have.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;
    private const int MaxIdLength = 256;
    private const int MaxNameLength = 100;
    private const int MaxReasonLength = 500;
    private const int MaxResults = 20;
    private const int MaxDidLength = 512;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The event, or everything that is wrong with the body.</summary>
    /// <param name="body">UTF-8 JSON; a byte order mark before it is skipped.</param>
    /// <param name="sentAt">When it was sent: the time of an event that says none. Nothing is awarded after the day that follows, as the
    /// caller may be a day ahead of UTC.</param>
    public static PayloadReading Read(ReadOnlyMemory<byte> body, DateTimeOffset sentAt)
    {
        body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!Utf8.IsValid(body.Span))
        {
            return PayloadReading.NotJson("is not valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? ReadEvent(document.RootElement, sentAt)
                : PayloadReading.NotJson("is not a JSON object");
        }
        catch (JsonException e)
        {
            // The parser's own words name the line and what is wrong (depth, duplicate property), never a value.
            return PayloadReading.NotJson($"is not JSON that can be read: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // Of a property's name: those of values are named by their field.
            return PayloadReading.NotJson("has a lone surrogate in a name");
        }
    }

    private static PayloadReading ReadEvent(JsonElement root, DateTimeOffset sentAt)
    {
        var errors = new List<FieldError>();
        var message = new FieldReader(root, "", errors);
        var type = message.Text(
            "type", 100, CertificationEventTypes.All.Contains, $"is an unknown event type; expected {string.Join(", ", CertificationEventTypes.All)}");
        if (errors.Count > 0)
        {
            return PayloadReading.Invalid(errors);
        }

        // What comes from a clock that is ahead would make everything that follows seem old.
        var at = message.OptionalInstant("timestamp") is { } said && said < sentAt ? said : sentAt;
        var told = ReadContent(new CertificationEvent(type, at), message.Object("data"), DateOnly.FromDateTime(sentAt.UtcDateTime));
        return errors.Count > 0 ? PayloadReading.Invalid(errors) : PayloadReading.Of(told);
    }

    private static CertificationEvent ReadContent(CertificationEvent told, FieldReader data, DateOnly today) => told.Type switch
    {
        CertificationEventTypes.Revoked => told with
        {
            Revocation = new AwardRevocation(data.Text("achievementId", MaxIdLength), data.Text("reason", MaxReasonLength)),
        },
        CertificationEventTypes.Renewed => told with
        {
            Renewal = new AwardRenewal(data.Text("achievementId", MaxIdLength), data.DayOrNull("expiresOn")),
        },
        CertificationEventTypes.Suspended => told with
        {
            Suspension = new AwardSuspension(data.Text("achievementId", MaxIdLength), data.Text("reason", MaxReasonLength)),
        },
        CertificationEventTypes.Reinstated => told with { Reinstatement = new AwardReinstatement(data.Text("achievementId", MaxIdLength)) },
        CertificationEventTypes.MemberUpdated => told with { Member = ReadMember(data.Object("member")) },
        _ => told with { Award = ReadAward(data, today) },
    };

    private static Award ReadAward(FieldReader data, DateOnly today)
    {
        var award = new Award(
            data.Text("achievementId", MaxIdLength),
            data.Text("templateCode", 64, TemplateCode().IsMatch, "is not lower-case letters, digits and hyphens"),
            ReadCategory(data),
            ReadMember(data.Object("member")),
            data.Day("awardedOn"),
            data.OptionalDay("expiresOn"),
            data.OptionalUrl("evidence"))
        {
            Results = ReadResults(data),
        };
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

    private static IReadOnlyList<AwardResult>? ReadResults(FieldReader data)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var results = data.OptionalObjects("results", MaxResults).Select(result => ReadResult(result, names)).ToList();
        return results is [] ? null : results;
    }

    private static AwardResult ReadResult(FieldReader result, HashSet<string> names)
    {
        var name = ReadVisible(result, "name");
        if (name.Length > 0 && !names.Add(name))
        {
            result.Refuse("name", "is the name of another result");
        }

        var value = result.Has("value") ? ReadVisible(result, "value") : null;
        var status = ReadTerm<ResultStatus>(result, "status");
        var type = ReadTerm<ResultType>(result, "type") ?? (value is null ? ResultType.Status : ResultType.Result);
        if (value is null && !result.Has("status"))
        {
            result.Refuse("value", "is missing, and so is status: one of them is needed");
        }
        else if (type is ResultType.Status && !result.Has("status"))
        {
            result.Refuse("status", "is missing: the type Status needs it");
        }

        return new AwardResult(name, value, type, status);
    }

    private static T? ReadTerm<T>(FieldReader reader, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(
            reader.OptionalText(name, 32, Enum.GetNames<T>().Contains, $"is none of {string.Join(", ", Enum.GetNames<T>().Order(StringComparer.Ordinal))}"), out var term)
            ? term
            : null;

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

    private static Member ReadMember(FieldReader member)
    {
        var id = member.Text("id", BadgeKey.MaxMemberIdLength);
        if (member.IsObject && !member.Has("givenName") && !member.Has("familyName"))
        {
            member.Refuse("givenName", "is missing, and so is familyName: one of them is needed");
        }

        return new Member(
            id,
            ReadName(member, "givenName"),
            ReadName(member, "familyName"),
            member.Text("email", EmailAddress.MaxLength, EmailAddress.IsValid, "is not an e-mail address"),
            ReadLocale(member.AnyText("locale")))
        {
            Did = member.OptionalText("did", MaxDidLength, Did().IsMatch, "is no DID such as did:web:example.org, without path, query and fragment"),
        };
    }

    private static string ReadName(FieldReader member, string name) => member.Has(name) ? ReadVisible(member, name) : "";

    // Kept as it is shown: it is written the same on the platform, in e-mails, on pages and in credentials.
    private static string ReadVisible(FieldReader reader, string name) => DisplayText.Clean(
        reader.Text(name, MaxNameLength, text => DisplayText.Clean(text, MaxNameLength).Length > 0, "has nothing visible"), MaxNameLength);

    // Never a reason to refuse an award: what cannot be read is not known.
    private static string ReadLocale(string? text) => text?.Replace('_', '-') is { Length: <= 35 } tag && Locale().IsMatch(tag) ? tag : "";

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex TemplateCode();

    // DID Core 1.0, 3.1 DID Syntax.
    [GeneratedRegex(@"^did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})+(?<!:)\z")]
    private static partial Regex Did();

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Locale();
}

/// <summary>What came of reading a body: an event, or a status code and the errors.</summary>
internal sealed record PayloadReading(CertificationEvent? Event, int Status, IReadOnlyList<FieldError> Errors)
{
    public static PayloadReading Of(CertificationEvent told) => new(told, StatusCodes.Status202Accepted, []);

    public static PayloadReading NotJson(string reason) => new(null, StatusCodes.Status400BadRequest, [new FieldError("body", reason)]);

    public static PayloadReading Invalid(IReadOnlyList<FieldError> errors) => new(null, StatusCodes.Status422UnprocessableEntity, errors);
}
