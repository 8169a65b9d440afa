using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>Reads what is asked for by "issue a badge" and "replace a badge". Source: credly.com/docs/issued_badges.</summary>
/// <param name="fields">The request.</param>
/// <param name="credly">Where its template is.</param>
/// <param name="replaced">The badge in whose place it comes: its address and names stay where no others are given.</param>
internal sealed partial class BadgeOrderReader(RequestFields fields, CredlyStandIn credly, CredlyBadge? replaced = null)
{
    private static readonly string[] Locales =
        ["en", "fr", "de", "ko", "ja", "zh-CN", "pt", "es-ES", "es-US", "fr-CA", "pt-BR"];

    private readonly List<AttributeError> _errors = [];

    /// <summary>What is wrong with each attribute, once it was read.</summary>
    public IReadOnlyList<AttributeError> Errors => _errors;

    /// <summary>What is wrong, in one sentence.</summary>
    public string Message { get; private set; } = "";

    /// <returns>The badge that is to be issued; null when something is wrong.</returns>
    public BadgeOrder? Read(DateTimeOffset now)
    {
        var templateId = fields.Text("badge_template_id") ?? "";
        if (credly.Template(templateId) is not { } template)
        {
            Message = $"Invalid or missing Badge Template ID: {templateId}";
            return null;
        }

        Check("badge_template_id", template.State is CredlyTemplate.Active, $"is {template.State}: it cannot be used to issue badges");
        var order = new BadgeOrder(Badge(template, now), Duplicates());
        Message = AttributeError.Sentence(_errors);
        return _errors.Count > 0 ? null : order;
    }

    private CredlyBadge Badge(CredlyTemplate template, DateTimeOffset now)
    {
        var issuedAt = Instant("issued_at", Required("issued_at", null));
        var expiresAt = Expiry(template);
        Check("expires_at", !(expiresAt <= issuedAt), "must be after issued_at");
        var locale = Optional("locale") ?? "en";
        Check("locale", Locales.Contains(locale), "is not included in the list");
        return new CredlyBadge
        {
            Id = Guid.NewGuid(),
            AcceptToken = CredlyStandIn.NewAcceptToken(),
            Template = template,
            RecipientEmail = Recipient(),
            FirstName = Name("issued_to_first_name", replaced?.FirstName),
            MiddleName = Optional("issued_to_middle_name"),
            LastName = Name("issued_to_last_name", replaced?.LastName),
            IssuerEarnerId = Optional("issuer_earner_id"),
            Locale = locale,
            IssuedAt = issuedAt ?? now,
            ExpiresAt = expiresAt,
            CreatedAt = now,
            SuppressesNotification = fields.Flag("suppress_badge_notification_email") is true,
            CountryName = Optional("country_name"),
            StateOrProvince = Optional("state_or_province"),
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
        Check("evidence", !string.IsNullOrEmpty(type), "must have a type");
        return new CredlyEvidence(
            one.Text("id") ?? Guid.NewGuid().ToString(), type ?? "", one.Text("name") ?? one.Text("title"), one.Text("description"), one.Text("value"));
    }

    private CredlyDuplicates Duplicates()
    {
        var wanted = CredlyDuplicates.Deny;
        var text = Optional("duplicate_behavior");
        Check("duplicate_behavior", text is null || Enum.TryParse(text, ignoreCase: true, out wanted), "is not included in the list");
        return wanted;
    }

    // False is none; null, as well as nothing, is the template's default.
    private DateTimeOffset? Expiry(CredlyTemplate template) => Optional("expires_at") switch
    {
        null => template.DefaultExpiresAt,
        "false" => null,
        { } text => Instant("expires_at", text),
    };

    private DateTimeOffset? Instant(string name, string text)
    {
        var instant = CredlyInstant.Read(text);
        Check(name, text.Length == 0 || instant is not null, "is not a valid date");
        return instant;
    }

    private string Required(string name, string? otherwise)
    {
        var text = Optional(name) ?? otherwise ?? "";
        Check(name, text.Length > 0, "can't be blank");
        return text;
    }

    private string? Optional(string name) => fields.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

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
