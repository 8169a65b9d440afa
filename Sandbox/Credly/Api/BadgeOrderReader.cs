using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Reads the body of "issue a badge". Source: credly.com/docs/issued_badges.</summary>
internal sealed partial class BadgeOrderReader(JsonElement body, CredlyStandIn credly)
{
    private static readonly string[] Locales =
        ["en", "fr", "de", "ko", "ja", "zh-CN", "pt", "es-ES", "es-US", "fr-CA", "pt-BR"];

    private static readonly string[] Moments =
        ["yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd"];

    private readonly List<AttributeError> _errors = [];

    /// <summary>What is wrong with the body, once it was read.</summary>
    public IReadOnlyList<AttributeError> Errors => _errors;

    /// <summary>Whether the issuer tells the recipient itself.</summary>
    public bool SuppressesNotification =>
        body.TryGetProperty("suppress_badge_notification_email", out var suppress) && suppress.ValueKind is JsonValueKind.True;

    /// <returns>The badge that is to be issued; null when something is wrong.</returns>
    public CredlyBadge? Read(DateTimeOffset now)
    {
        var template = Template();
        var email = Required("recipient_email");
        Check("recipient_email", email.Length == 0 || Address().IsMatch(email), "is invalid");
        Check("recipient_email", !email.StartsWith("blocked", StringComparison.OrdinalIgnoreCase), "is blocked from receiving badges");
        var locale = Optional("locale") ?? "en";
        Check("locale", Locales.Contains(locale), "is not included in the list");
        var issuedAt = Moment("issued_at", Required("issued_at"));
        var expiresAt = Expiry();
        Check("expires_at", !(expiresAt <= issuedAt), "must be after issued_at");
        var (first, last) = (Required("issued_to_first_name"), Required("issued_to_last_name"));
        Check("issued_to_first_name", !HasAddress(first), "is invalid");
        Check("issued_to_last_name", !HasAddress(last), "is invalid");
        return _errors.Count > 0 ? null : new CredlyBadge
        {
            Id = Guid.NewGuid(),
            AcceptToken = CredlyStandIn.NewAcceptToken(),
            Template = template!,
            RecipientEmail = email,
            FirstName = first,
            MiddleName = Optional("issued_to_middle_name"),
            LastName = last,
            IssuerEarnerId = Optional("issuer_earner_id"),
            Locale = locale,
            IssuedAt = issuedAt!.Value,
            ExpiresAt = expiresAt,
            CreatedAt = now,
        };
    }

    private static bool HasAddress(string name) => name.Contains("://", StringComparison.Ordinal);

    private CredlyTemplate? Template()
    {
        var id = Required("badge_template_id");
        var template = credly.Template(id);
        Check("badge_template_id", id.Length == 0 || template is not null, "does not exist in this organization");
        Check("badge_template_id", template is null or { State: CredlyTemplate.Active }, $"is {template?.State}: it cannot be used to issue badges");
        return template;
    }

    private void Check(string attribute, bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _errors.Add(new AttributeError(attribute, otherwise));
        }
    }

    private string Required(string name)
    {
        var text = Optional(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            _errors.Add(new AttributeError(name, "can't be blank"));
        }

        return text ?? "";
    }

    private string? Optional(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // Null is the template's default and false none: here both mean that it does not expire.
    private DateTimeOffset? Expiry() => Optional("expires_at") is { } text ? Moment("expires_at", text) : null;

    private DateTimeOffset? Moment(string name, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        _errors.Add(new AttributeError(name, "is not a valid date"));
        return null;
    }

    [GeneratedRegex(@"^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+\.[^@\s\p{Cc}]+\z")]
    private static partial Regex Address();
}
