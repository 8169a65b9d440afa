using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Reads what "issue a badge" and "replace a badge" ask for; a replaced badge's address and names stay where no others are given. Source:
/// credly.com/docs/issued_badges.
/// </summary>
internal sealed partial class BadgeOrderReader(RequestFields fields, CredlyStandIn credly, CredlyBadge? replaced = null)
{
    private static readonly string[] Locales =
        ["en", "fr", "de", "ko", "ja", "zh-CN", "pt", "es-ES", "es-US", "fr-CA", "pt-BR"];

    private readonly List<AttributeError> _errors = [];

    /// <returns>The badge to issue, or else the refusal.</returns>
    public (CredlyBadge? Badge, IResult? Refusal) Read(DateTimeOffset now)
    {
        var templateId = fields.Text("badge_template_id") ?? "";
        if (credly.Template(templateId) is not { } template)
        {
            return (null, CredlyAnswers.Refused($"Invalid or missing Badge Template ID: {templateId}"));
        }

        Check("badge_template_id", template.State is CredlyTemplate.Active, $"is {template.State}: it cannot be used to issue badges");
        var badge = Badge(template, now);
        return _errors.Count > 0 ? (null, CredlyAnswers.Invalid(_errors)) : (badge, null);
    }

    private CredlyBadge Badge(CredlyTemplate template, DateTimeOffset now)
    {
        var issuedAt = Instant("issued_at", Required("issued_at", null));
        var expiresAt = Expiry(template);
        Check("expires_at", !(expiresAt <= issuedAt), "must be after issued_at");
        var locale = fields.Text("locale") ?? "en";
        Check("locale", Locales.Contains(locale), "is not included in the list");
        return new CredlyBadge
        {
            Id = Guid.NewGuid(),
            AcceptToken = CredlyStandIn.NewAcceptToken(),
            Template = template,
            RecipientEmail = Recipient(),
            FirstName = Name("issued_to_first_name", replaced?.FirstName),
            MiddleName = fields.Text("issued_to_middle_name"),
            LastName = Name("issued_to_last_name", replaced?.LastName),
            IssuerEarnerId = fields.Text("issuer_earner_id"),
            Locale = locale,
            IssuedAt = issuedAt ?? now,
            ExpiresAt = expiresAt,
            CreatedAt = now,
            SuppressesNotification = fields.IsTrue("suppress_badge_notification_email"),
            CountryName = fields.Text("country_name"),
            StateOrProvince = fields.Text("state_or_province"),
            Evidence = [.. fields.Objects("evidence").Select(Evidence)],
        };
    }

    private string Recipient()
    {
        var email = Required("recipient_email", replaced?.RecipientEmail);
        Check("recipient_email", email.Length == 0 || Address().IsMatch(email), "is invalid");
        Check("recipient_email", !email.StartsWith("blocked", StringComparison.OrdinalIgnoreCase), "is blocked from receiving badges");
        return email;
    }

    private string Name(string attribute, string? otherwise)
    {
        var name = Required(attribute, otherwise);
        Check(attribute, !name.Contains("://", StringComparison.Ordinal), "is invalid");
        return name;
    }

    private CredlyEvidence Evidence(RequestFields one)
    {
        var type = one.Text("type");
        Check("evidence", type is not null, "must have a type");
        return new CredlyEvidence(
            one.Text("id") ?? Guid.NewGuid().ToString(), type ?? "", one.Text("name") ?? one.Text("title"), one.Text("description"), one.Text("value"));
    }

    // False is none; null or nothing is the template's default.
    private DateTimeOffset? Expiry(CredlyTemplate template) => fields.Text("expires_at") switch
    {
        null => template.DefaultExpiresAt,
        "false" => null,
        { } text => Instant("expires_at", text),
    };

    private DateTimeOffset? Instant(string name, string text)
    {
        var instant = CredlyJson.Instant(text);
        Check(name, text.Length == 0 || instant is not null, "is not a valid date");
        return instant;
    }

    private string Required(string name, string? otherwise)
    {
        var text = fields.Text(name) ?? otherwise ?? "";
        Check(name, text.Length > 0, "can't be blank");
        return text;
    }

    private void Check(string attribute, bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _errors.Add(new AttributeError(attribute, otherwise));
        }
    }

    [GeneratedRegex(@"^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+\.[^@\s\p{Cc}]+\z")]
    private static partial Regex Address();
}
