using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>
/// <c>GET /badges/{slug}</c>: the public page of a badge, whatever platform it is on, once its member has made it public; and its Open Badges
/// credential for who asks for that, by the Accept header or as <c>.json</c>, <c>.jwt</c>, <c>.png</c> or <c>.svg</c>.
/// </summary>
internal sealed class PublicBadgeFunction(
    PublicBadges published,
    PublicAddress addresses,
    BadgeTemplates templates,
    SharePicture pictures,
    Certificate certificates,
    CredentialFiles files,
    PageRenderer pages,
    TimeProvider clock)
{
    // A badge can be made private again: nobody keeps its credential for long.
    private const string ShortTime = "public, max-age=60";

    // One page for what is private and for what is not there.
    private static MessagePageModel Unknown =>
        new(L("There is no such badge"), [L("The address may be cut off, or its owner does not share the badge.")]);

    [Function("PublicBadge")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        var (address, form) = slug.Split('.') is [var name, var end] && CredentialForms.Of(end) is { } named ? (name, named) : (slug, CredentialForms.Wanted(request));
        var badge = await published.FindAsync(address, cancellationToken);
        return form is { } wanted ? await FileAsync(request, badge, wanted, cancellationToken) : await PageAsync(badge, cancellationToken);
    }

    private Task<IResult> FileAsync(HttpRequest request, Badge? badge, CredentialForm form, CancellationToken cancellationToken) => badge switch
    {
        null => Task.FromResult(Problems.Of(StatusCodes.Status404NotFound, "There is no such badge, or its owner does not share it.")),
        { State: BadgeState.Revoked } => Task.FromResult(Problems.Of(StatusCodes.Status410Gone, "The badge was revoked.")),
        _ => files.ResponseAsync(request, badge, form, ShortTime, cancellationToken),
    };

    private async Task<IResult> PageAsync(Badge? shared, CancellationToken cancellationToken) => shared switch
    {
        null => await pages.PageAsync<MessagePage>(Unknown, StatusCodes.Status404NotFound),
        { State: BadgeState.Revoked } revoked => await pages.PageAsync<MessagePage>(
            new MessagePageModel(L("This badge was revoked"), [L("{0} is no longer valid.", DisplayText.Clean(revoked.Name))]), StatusCodes.Status410Gone),
        { } badge => await PageOfAsync(badge, cancellationToken),
    };

    private async Task<IResult> PageOfAsync(Badge badge, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        var facts = await pictures.FactsOfAsync(badge, cancellationToken);
        var url = addresses.UrlOf(badge.Key).AbsoluteUri;
        // Who makes a badge public means to be found with it; what is over is not what they are to be found with.
        return await pages.PageAsync<PublicBadgePage>(
            new PublicBadgeModel(facts.Name, facts.RecipientName, facts.Issuer, badge.AwardedOn, url)
            {
                ImagePath = BadgeImages.PathOf(badge),
                Title = L("{0} · {1}", facts.Name, facts.RecipientName),
                Summary = L("{0} earned the badge “{1}”. It was awarded by {2} on {3}.", facts.RecipientName, facts.Name, facts.Issuer, DisplayText.Day(badge.AwardedOn)),
                PictureUrl = $"{url}/picture.png?v={pictures.VersionOf(facts)}",
                ExpiresOn = badge.ExpiresOn,
                IsExpired = badge.State is BadgeState.Expired || Validity.IsOver(badge.ExpiresOn, now),
                SuspendedOn = badge.Suspension is { } suspension ? DateOnly.FromDateTime(suspension.At.UtcDateTime) : null,
                Template = template,
                Evidence = badge.Evidence?.AbsoluteUri,
                // Credly knows nothing of a suspension.
                CheckPath = badge.Credential is null ? null : $"/verify?link={Uri.EscapeDataString(url)}",
                VerifyUrl = badge is { PlatformName: PlatformName.Credly, Suspension: null } ? badge.Platform?.PublicUrl?.AbsoluteUri : null,
                CertificatePath = certificates.CanDraw(badge) ? $"{addresses.PathOf(badge.Key)}/certificate.pdf" : null,
            },
            mayBeIndexed: PublicBadges.IsValid(badge, now));
    }
}

/// <summary>What the public page shows.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="RecipientName">Who earned it.</param>
/// <param name="Issuer">The certification body's name.</param>
/// <param name="AwardedOn">The day of the achievement.</param>
/// <param name="Url">The page's own address.</param>
public sealed record PublicBadgeModel(string Name, string RecipientName, string Issuer, DateOnly AwardedOn, string Url)
{
    /// <summary>The badge's image.</summary>
    public required string ImagePath { get; init; }

    /// <summary>The badge and who earned it, as networks and search engines show them.</summary>
    public required string Title { get; init; }

    /// <summary>The page in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The picture that networks show, absolute.</summary>
    public required string PictureUrl { get; init; }

    /// <summary>The last day of validity; null when it does not expire.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Whether its validity has ended.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Since when it is suspended; null when it is not.</summary>
    public DateOnly? SuspendedOn { get; init; }

    /// <summary>What it stands for; null when its template is gone.</summary>
    public BadgeTemplate? Template { get; init; }

    /// <summary>Where the evidence can be read.</summary>
    public string? Evidence { get; init; }

    /// <summary>Where everybody sees that it is genuine and valid now; null while it has no credential.</summary>
    public string? CheckPath { get; init; }

    /// <summary>Its page on Credly.</summary>
    public string? VerifyUrl { get; init; }

    /// <summary>Its certificate; null when there is none.</summary>
    public string? CertificatePath { get; init; }
}
