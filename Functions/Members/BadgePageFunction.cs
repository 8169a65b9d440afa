using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary><c>GET /my-badges/{badgeId}</c>: a badge's page for its member. It is looked for among that member's badges alone.</summary>
internal sealed class BadgePageFunction(
    Session session,
    BadgeStore badges,
    BadgeTemplates templates,
    ClaimLink links,
    ShareSections shares,
    FormToken forms,
    AddressDigest digests,
    PageRenderer pages,
    IOptions<WebOptions> web,
    IOptions<ClaimOptions> claims,
    TimeProvider clock)
{
    internal static MessagePageModel Unknown => new(
        L("There is no such badge"), [L("It is not among your badges. The address may be cut off.")], new PageLink(L("My Badges"), "/my-badges"));

    /// <summary>The page's path.</summary>
    public static string PathOf(Badge badge) => $"/my-badges/{badge.Key.BadgeId}";

    [Function("BadgePage")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges/{badgeId}")] HttpRequest request,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        if (await badges.FindAsync(account, badgeId, cancellationToken) is not { } badge)
        {
            return await pages.PageAsync<MessagePage>(Unknown, StatusCodes.Status404NotFound);
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        return await pages.PageAsync<BadgePage>(ModelOf(request, account, badge, template));
    }

    private BadgePageModel ModelOf(HttpRequest request, Account account, Badge badge, BadgeTemplate? template)
    {
        var (now, organisation, words) = (clock.GetUtcNow(), web.Value.OrganisationName, PlatformWords.For(badge.PlatformName));
        return new BadgePageModel(
            DisplayText.Clean(badge.Name),
            BadgeImages.PathOf(badge),
            DisplayText.Clean(badge.Recipient.FullName),
            organisation,
            badge.AwardedOn,
            BadgeStanding.StateOf(badge, organisation, now),
            BadgeStanding.NextStepsOf(badge, organisation, now),
            forms.Issue(request, SignOutFunction.FormPurpose))
        {
            IssuedTo = IssuedAddresses.ToShow(badge, account),
            SendElsewhere = SendElsewhereFunction.ModelOf(request, badge, account, forms, digests, now),
            Privacy = BadgeStanding.PrivacyOf(badge),
            ClaimBy = BadgeStanding.ClaimBy(badge, now),
            ClaimPath = BadgeStanding.IsClaimable(badge, now) ? links.PathFor(badge) : null,
            ClaimFormToken = forms.Issue(request, ClaimPages.FormPurpose),
            PublicPage = BadgeStanding.PublicPageOf(badge) is { } page ? new PageLink(words.SeeIt, page) : null,
            Share = shares.Of(request, badge, $"{PathOf(badge)}/share", $"{PathOf(badge)}/certificate.pdf"),
            CredentialPath = badge.Credential is { IsRevoked: false } ? PathOf(badge) : null,
            ExpiresOn = badge.ExpiresOn,
            Template = template,
            Evidence = badge.Evidence?.AbsoluteUri,
            Results = badge.Results,
            Mails = BadgeMailListModel.Of(badge, claims.Value, now, forms.Issue(request, ClaimEmailFunction.FormPurpose)),
        };
    }
}

/// <summary>What a badge's page shows its member.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="RecipientName">Who it was issued to.</param>
/// <param name="Issuer">The certification body's name.</param>
/// <param name="IssuedOn">The day of the achievement.</param>
/// <param name="State">What is to be said of its state.</param>
/// <param name="NextSteps">What the member has to do next; empty when there is nothing.</param>
/// <param name="FormToken">The anti-forgery value of the form that signs out.</param>
public sealed record BadgePageModel(
    string Name, string ImageUrl, string RecipientName, string Issuer, DateOnly IssuedOn, string? State, IReadOnlyList<string> NextSteps, string FormToken)
{
    /// <summary>The address that it was issued to, when its member has several.</summary>
    public string? IssuedTo { get; init; }

    /// <summary>The form that sends it to another address; null when that cannot be.</summary>
    public SendElsewhereModel? SendElsewhere { get; init; }

    /// <summary>That nobody else can see it.</summary>
    public string? Privacy { get; init; }

    /// <summary>The last day on which it can be claimed.</summary>
    public DateOnly? ClaimBy { get; init; }

    /// <summary>Where CLAIM BADGE goes; null when it cannot be claimed.</summary>
    public string? ClaimPath { get; init; }

    /// <summary>The anti-forgery value of that form.</summary>
    public string ClaimFormToken { get; init; } = "";

    /// <summary>Its public page once it is accepted.</summary>
    public PageLink? PublicPage { get; init; }

    /// <summary>Where its member shares it; null while it is not accepted.</summary>
    public ShareSection? Share { get; init; }

    /// <summary>Beneath which its credential is; null while it has none that is valid.</summary>
    public string? CredentialPath { get; init; }

    /// <summary>The last day of validity; null when it does not expire.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>What it stands for; null when its template is gone.</summary>
    public BadgeTemplate? Template { get; init; }

    /// <summary>Where the evidence can be read.</summary>
    public string? Evidence { get; init; }

    /// <summary>What came of its assessments.</summary>
    public IReadOnlyList<AwardResult> Results { get; init; } = [];

    /// <summary>The e-mails about it.</summary>
    public required BadgeMailListModel Mails { get; init; }
}
