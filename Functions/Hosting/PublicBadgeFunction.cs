using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Hosting;

/// <summary><c>GET /badges/{slug}</c>: the public page of a badge that is hosted here and was accepted.</summary>
internal sealed class PublicBadgeFunction(HostedBadges hosted, PageRenderer pages, IOptions<WebOptions> web, TimeProvider clock)
{
    [Function("PublicBadge")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        var badge = HostedBadge.IsSlug(slug) ? await hosted.FindBySlugAsync(slug, cancellationToken) : null;
        return badge switch
        {
            { State: PlatformState.Accepted } => await pages.PageAsync<PublicBadgePage>(ModelOf(badge)),
            { State: PlatformState.Revoked } => await pages.PageAsync<MessagePage>(
                new MessagePageModel(L("This badge was revoked"), [L("{0} is no longer valid.", DisplayText.Clean(badge.Name))]), StatusCodes.Status410Gone),
            // Of a badge that nobody has accepted, nobody needs to know.
            _ => await pages.PageAsync<MessagePage>(
                new MessagePageModel(L("There is no such badge"), [L("The address may be cut off, or the badge has not been accepted yet.")]),
                StatusCodes.Status404NotFound),
        };
    }

    private PublicBadgeModel ModelOf(HostedBadge badge) => new(
        HostedBadgeView.Of(badge),
        web.Value.OrganisationName,
        new Uri(web.Value.PublicUrl, $"badges/{badge.Slug}").AbsoluteUri,
        new Uri(web.Value.PublicUrl, $"badge-images/{badge.TemplateCode}").AbsoluteUri,
        Validity.IsOver(badge.ExpiresOn, clock.GetUtcNow()));
}

/// <summary>What the public page shows.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Issuer">The certification body's name.</param>
/// <param name="Url">The page's own address.</param>
/// <param name="ImageUrl">The image's address, absolute.</param>
/// <param name="IsExpired">Whether its validity has ended.</param>
public sealed record PublicBadgeModel(HostedBadgeView Badge, string Issuer, string Url, string ImageUrl, bool IsExpired);
