using System.Globalization;
using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Credly as the platform on which badges are issued.</summary>
internal sealed class CredlyPlatform(CredlyClient credly, IOptions<WebOptions> web) : IBadgePlatform
{
    // A badge that was replaced leads to the next; a circle leads nowhere.
    private const int MaxReplacements = 5;

    private static readonly TimeSpan WhileNotLetIn = TimeSpan.FromHours(1);

    public PlatformName Name => PlatformName.Credly;

    public async Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var answer = await credly.IssueAsync(RequestFor(badge, template), cancellationToken);
        return answer.Status is HttpStatusCode.UnprocessableEntity && IsDuplicate(answer.Reason)
            ? new PlatformAnswer.Duplicate(answer.Reason)
            : Outcome(answer);
    }

    public async Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var query = new CredlyBadgeQuery { BadgeTemplateId = template.CredlyTemplateId, Sort = "-created_at" };
        // By our own id, whatever became of the address; should Credly not look by that, by the address.
        var answer = await FindAsync(badge, query with { IssuerEarnerId = badge.Key.BadgeId }, cancellationToken);
        return answer is PlatformAnswer.Unknown
            ? await FindAsync(badge, query with { RecipientEmail = EmailAddress.ForDelivery(badge.Recipient.Email) }, cancellationToken)
            : answer;
    }

    public async Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetBadgeAsync(platformId, cancellationToken);
        for (var hop = 0; hop < MaxReplacements && answer.Data?.ReplacementBadgeId is { Length: > 0 } replacement; hop++)
        {
            answer = await credly.GetBadgeAsync(replacement, cancellationToken);
        }

        return answer.Status is HttpStatusCode.NotFound ? new PlatformAnswer.Unknown() : Outcome(answer);
    }

    public async Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var known = badge.Platform ?? throw new ArgumentException("The badge is not known on Credly.", nameof(badge));
        var request = RequestFor(badge, template) with
        {
            // An address can be changed until the badge is accepted; then it is the account's, whose owner decides.
            RecipientEmail = known.State is PlatformState.Accepted ? null : EmailAddress.ForDelivery(badge.Recipient.Email),
        };
        var answer = await credly.ReplaceAsync(known.Id, request, cancellationToken);
        for (var hop = 0; hop < MaxReplacements && answer.CurrentBadgeId is { Length: > 0 } current; hop++)
        {
            // Somebody has replaced it on Credly: what they put there is what has to be replaced.
            answer = await credly.ReplaceAsync(current, request, cancellationToken);
        }

        return Outcome(answer);
    }

    public async Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken)
    {
        // The body tells the member itself, in its own words.
        var revocation = new CredlyRevocation(reason.Length > 0 ? reason : "Revoked by the issuer", SuppressRevokeNotificationEmail: true);
        var answer = await credly.RevokeAsync(platformId, revocation, cancellationToken);
        if (answer.Status is not HttpStatusCode.UnprocessableEntity)
        {
            return Outcome(answer);
        }

        // Refused when it is revoked already, or was replaced: the badge itself tells.
        return await ReadAsync(platformId, cancellationToken) switch
        {
            PlatformAnswer.Known { Badge.Badge.State: PlatformState.Revoked } done => done,
            PlatformAnswer.Known { Badge.Badge.Id: var current } when current != platformId =>
                Outcome(await credly.RevokeAsync(current, revocation, cancellationToken)),
            _ => Outcome(answer),
        };
    }

    private static PlatformAnswer Outcome(CredlyAnswer<CredlyBadge> answer) =>
        answer.Data is { } badge ? Known(badge) : Refusal(answer.Status, answer.Reason, answer.RetryAfter);

    private async Task<PlatformAnswer> FindAsync(Badge badge, CredlyBadgeQuery query, CancellationToken cancellationToken)
    {
        var answer = await credly.ListBadgesAsync(query, 1, cancellationToken);
        return answer switch
        {
            { Data: { } found } => found.Items.FirstOrDefault(one => one.IssuerEarnerId == badge.Key.BadgeId && one.ReplacementBadgeId is null) is { } ours
                ? Known(ours)
                : found.Unreadable > 0
                    ? new PlatformAnswer.Unavailable("Credly's list has a badge that cannot be read: it may be this one.", null)
                    : new PlatformAnswer.Unknown(),
            _ => Refusal(answer.Status, answer.Reason, answer.RetryAfter),
        };
    }

    private static PlatformAnswer Known(CredlyBadge badge) => badge switch
    {
        { Id: not { Length: > 0 } } => new PlatformAnswer.Unavailable("Credly's answer has no badge id.", null),
        _ when StateOf(badge.State) is { } state => new PlatformAnswer.Known(new PlatformSnapshot(
            new PlatformBadge(badge.Id, Page(badge.AcceptBadgeUrl), Page(badge.BadgeUrl), Page(badge.ImageUrl))
            {
                Email = badge.RecipientEmail,
                State = state,
                IsPublic = badge.Public ?? true,
            },
            badge.StateUpdatedAt)
        {
            RevocationReason = badge.RevocationReason,
        }),
        _ => new PlatformAnswer.Unavailable($"Credly's badge is in the unknown state '{badge.State}'.", null),
    };

    // Members are sent on to these addresses.
    private static Uri? Page(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? url : null;

    /// <summary>The state as Credly names it; null when it is none that we know.</summary>
    internal static PlatformState? StateOf(string state) => state switch
    {
        "pending" => PlatformState.Pending,
        "accepted" => PlatformState.Accepted,
        "rejected" => PlatformState.Rejected,
        "revoked" => PlatformState.Revoked,
        _ => null,
    };

    private static PlatformAnswer Refusal(HttpStatusCode? status, string reason, TimeSpan? retryAfter) => status switch
    {
        null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            new PlatformAnswer.Unavailable(reason, retryAfter),
        // Wrong for every badge alike: it goes on by itself once the token, or the organization's rights, are put right.
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
            new PlatformAnswer.Unavailable(reason, WhileNotLetIn),
        _ => new PlatformAnswer.Refused(reason),
    };

    // Credly has no error code of its own for a duplicate: its message is all there is.
    private static bool IsDuplicate(string reason) => reason.Contains("already", StringComparison.OrdinalIgnoreCase);

    private CredlyBadgeRequest RequestFor(Badge badge, BadgeTemplate template) => new(
        EmailAddress.ForDelivery(badge.Recipient.Email),
        CredlyName.For(badge.Recipient).First,
        CredlyName.For(badge.Recipient).Last,
        template.CredlyTemplateId,
        Day(badge.AwardedOn),
        CredlyExpiry.EndOf(badge.ExpiresOn),
        badge.Key.BadgeId,
        CredlyLocale.For(badge.Recipient.Locale, web.Value.DefaultLocale),
        SuppressBadgeNotificationEmail: true,
        badge.Evidence is { } evidence ? [new CredlyEvidence("UrlEvidence", evidence.AbsoluteUri, "Evidence")] : null);

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T00:00:00Z");
}

/// <summary>A recipient's name in the two parts that Credly asks for, written there one after the other.</summary>
internal static class CredlyName
{
    // Credly takes no empty part (credly.com/docs/issued_badges): what forms of one-name countries have in its place.
    private const string None = "-";

    /// <summary>Given and family name; one name alone is parted at its last space, and the part that is still missing is a dash.</summary>
    public static (string First, string Last) For(Recipient recipient)
    {
        if (recipient is { GivenName.Length: > 0, FamilyName.Length: > 0 })
        {
            return (recipient.GivenName, recipient.FamilyName);
        }

        var name = recipient.FullName;
        return name.LastIndexOf(' ') is > 0 and var space ? (name[..space].TrimEnd(), name[(space + 1)..]) : (name, None);
    }
}

/// <summary>The languages that Credly takes. Source: credly.com/docs/issued_badges, <c>locale</c>.</summary>
internal static class CredlyLocale
{
    private static readonly string[] Supported =
        ["en", "fr", "de", "ko", "ja", "zh-CN", "pt", "es-ES", "es-US", "fr-CA", "pt-BR"];

    /// <summary>The best match: the tag itself, its language, the first regional form of its language; then the same of the default; then English.</summary>
    public static string For(string locale, string defaultLocale) => Match(locale) ?? Match(defaultLocale) ?? "en";

    private static string? Match(string locale)
    {
        var language = locale.Split('-')[0];
        return Find(tag => tag.Equals(locale, StringComparison.OrdinalIgnoreCase))
            ?? Find(tag => tag.Equals(language, StringComparison.OrdinalIgnoreCase))
            ?? Find(tag => tag.StartsWith($"{language}-", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Find(Predicate<string> rule) => Array.Find(Supported, rule);
}
