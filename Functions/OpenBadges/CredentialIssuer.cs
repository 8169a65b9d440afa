using System.Text;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Issues a badge's credential: writes it, signs it twice, and keeps it. What was issued stays as it is.</summary>
internal sealed partial class CredentialIssuer(
    IssuerKeys keys, CredentialTable credentials, PublicAddress addresses, BadgeImages images, Assets assets, IOptions<WebOptions> web, TimeProvider clock)
{
    /// <summary>The issuer as credentials and the API name it.</summary>
    public IssuerProfile Profile => new(keys.Did, web.Value.OrganisationName, web.Value.PublicUrl)
    {
        Email = web.Value.ContactAddress,
        Image = new Uri(web.Value.PublicUrl, $"assets/{assets.Logo.Name}"),
    };

    /// <summary>Issues the credential that says what the badge says now.</summary>
    public async Task<BadgeCredential> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var recipient = CredentialRecipient.Of(DisplayText.Clean(badge.Recipient.FullName), badge.Recipient.Email, badge.Recipient.Did);
        var place = await credentials.AddAsync(badge.Key, SignAsync, cancellationToken);
        return new BadgeCredential(place.List, place.Index, badge.Revision) { IssuedAt = now };

        async ValueTask<SignedCredential> SignAsync(CredentialPlace drawn)
        {
            var credential = Of(badge, template, recipient, drawn, now);
            var json = keys.Sign(credential.ToJson(), now);
            return new SignedCredential(json, Encoding.ASCII.GetBytes(await CredentialJwt.SignAsync(keys, credential, json, cancellationToken)));
        }
    }

    /// <summary>What all badges of a template are awarded for.</summary>
    public CredentialAchievement AchievementOf(BadgeTemplate template, string name) => new(
        new Uri(web.Value.PublicUrl, $"achievements/{template.Code}"),
        CredentialAchievement.TypeOf(template.Category),
        DisplayText.Clean(name),
        template.Description,
        template.Criteria)
    {
        Image = images.UrlOf(template.Code),
        Tags = template.Skills,
        Alignments = template.Alignments,
        Language = SchemaLanguage().IsMatch(web.Value.DefaultLocale) ? web.Value.DefaultLocale : null,
    };

    private Credential Of(Badge badge, BadgeTemplate template, CredentialRecipient recipient, CredentialPlace place, DateTimeOffset now)
    {
        Language.ForMember(badge.Recipient.Locale, web.Value.DefaultLocale).Use();
        var achievement = AchievementOf(template, badge.Name);
        return new Credential(
            addresses.UrlOf(badge.Key),
            Profile,
            recipient,
            achievement,
            now,
            badge.AwardedOn,
            new CredentialStatus(new Uri(web.Value.PublicUrl, StatusListCredential.PathOf(place.List)), place.Index))
        {
            Description = L(
                "{0} earned the badge “{1}”. It was awarded by {2} on {3}.",
                recipient.Name, achievement.Name, web.Value.OrganisationName, DisplayText.Day(badge.AwardedOn)),
            ValidUntil = badge.ExpiresOn is { } lastDay ? Validity.EndOf(lastDay) : null,
            Evidence = badge.Evidence,
            Results = badge.Results,
        };
    }

    // What the specification's JSON schema takes as a language (Open Badges 3.0, B.4 LanguageCode).
    [GeneratedRegex(@"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\z")]
    private static partial Regex SchemaLanguage();
}
