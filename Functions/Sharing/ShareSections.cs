using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>The section in which a member shows a badge to everybody or to nobody, and shares it.</summary>
internal sealed class ShareSections(
    PublicAddress addresses, Certificate certificates, BadgeImages images, FormToken forms, IOptions<WebOptions> web)
{
    private const string FormPurpose = "share";

    /// <summary>The section; null while the badge cannot be shared.</summary>
    /// <param name="request">The request whose answer shows it.</param>
    /// <param name="badge">The badge.</param>
    /// <param name="formPath">Where its form goes.</param>
    /// <param name="certificatePath">Where its member gets the certificate also while nobody else can; null for nowhere.</param>
    public ShareSection? Of(HttpRequest request, Badge badge, string formPath, string? certificatePath)
    {
        var isPublic = PublicBadges.IsPublic(badge);
        // What is suspended can be made private alone.
        if (badge is not { State: BadgeState.Accepted, Platform: { } platform } || (badge.Suspension is not null && !isPublic))
        {
            return null;
        }

        return new ShareSection(formPath, forms.Issue(request, FormPurpose), isPublic, !platform.IsPublic)
        {
            HasResults = badge.Results.Count > 0,
            Kit = isPublic && badge.Suspension is null ? ShareKit.Of(badge, addresses.UrlOf(badge.Key), images.UrlOf(badge), DisplayText.Clean(web.Value.OrganisationName)) : null,
            CertificatePath = certificates.CanDraw(badge) ? isPublic ? $"{addresses.PathOf(badge.Key)}/certificate.pdf" : certificatePath : null,
        };
    }

    /// <summary>What a genuine form of the section chose: true to show the badge to everybody. Null for everything else.</summary>
    public async Task<bool?> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (await forms.ReadAsync(request, FormPurpose, cancellationToken))?[ShareSection.Field] is [var choice] && choice is ShareSection.Public or ShareSection.Private
            ? choice is ShareSection.Public
            : null;
}

/// <summary>The section in which a member shares a badge.</summary>
/// <param name="FormPath">Where its form goes.</param>
/// <param name="FormToken">The form's anti-forgery value.</param>
/// <param name="IsPublic">Whether everybody can see the badge now.</param>
/// <param name="IsHiddenOnPlatform">Whether its earner keeps it private on its platform: then it cannot be public here.</param>
public sealed record ShareSection(string FormPath, string FormToken, bool IsPublic, bool IsHiddenOnPlatform)
{
    /// <summary>The form's field.</summary>
    public const string Field = "visibility";

    /// <summary>Its value for everybody.</summary>
    public const string Public = "public";

    /// <summary>Its value for nobody else.</summary>
    public const string Private = "private";

    /// <summary>Where the section is on its page.</summary>
    public const string Anchor = "share";

    /// <summary>Whether its credential tells results that no page tells others.</summary>
    public bool HasResults { get; init; }

    /// <summary>What it is shared with; null while it is private or suspended.</summary>
    public ShareKit? Kit { get; init; }

    /// <summary>The certificate to print; null when there is none.</summary>
    public string? CertificatePath { get; init; }
}
