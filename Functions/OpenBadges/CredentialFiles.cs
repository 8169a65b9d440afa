using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>A badge's credential in the forms in which it is handed out (Open Badges 3.0, 5).</summary>
internal sealed class CredentialFiles(CredentialTable credentials, BakedImages images)
{
    /// <summary>The credential as a response; 404 while the badge has none. Whether the caller may have it is the caller's to know.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="badge">The badge.</param>
    /// <param name="form">Which form.</param>
    /// <param name="cacheControl">For how long who may keep it.</param>
    /// <param name="cancellationToken">Cancels reading it.</param>
    public async Task<IResult> ResponseAsync(HttpRequest request, Badge badge, CredentialForm form, string cacheControl, CancellationToken cancellationToken)
    {
        var headers = request.HttpContext.Response.Headers;
        // Verifiers and wallets are web pages of others, too.
        headers[HeaderNames.AccessControlAllowOrigin] = "*";
        headers[HeaderNames.Vary] = HeaderNames.Accept;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (form is CredentialForm.Svg)
        {
            // Whatever a platform's image holds, it runs nothing and loads nothing.
            headers[HeaderNames.ContentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
        }

        if (await FindAsync(badge, form, cancellationToken) is not { } content)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no credential of this badge yet.");
        }

        headers[HeaderNames.CacheControl] = cacheControl;
        headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue(form.IsImage() ? "inline" : "attachment")
        {
            FileName = $"{badge.TemplateCode}.{form.Extension()}",
        }.ToString();
        return TypedResults.Bytes(
            content,
            form.TypeFor(request),
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""));
    }

    private async Task<byte[]?> FindAsync(Badge badge, CredentialForm form, CancellationToken cancellationToken)
    {
        if (badge.Credential is not { } place
            || await credentials.FindAsync(new CredentialPlace(place.List, place.Index), cancellationToken) is not { Credential: var (json, jwt) })
        {
            return null;
        }

        return form switch
        {
            CredentialForm.Json => json,
            CredentialForm.Jwt => jwt,
            CredentialForm.Png => await images.PngAsync(badge.TemplateCode, BakedImage.Credential, Encoding.UTF8.GetString(json), cancellationToken),
            _ => await images.SvgAsync(badge.TemplateCode, BakedImage.Credential, Encoding.UTF8.GetString(json), cancellationToken),
        };
    }
}

/// <summary>The forms of a credential.</summary>
internal enum CredentialForm
{
    /// <summary>JSON with a proof inside.</summary>
    Json,

    /// <summary>A signed JWT.</summary>
    Jwt,

    /// <summary>The badge's image as PNG, with the JSON inside.</summary>
    Png,

    /// <summary>The same as SVG.</summary>
    Svg,
}

/// <summary>How the forms are asked for: by the end of an address, or by the Accept header (RFC 9110, 12.5.1).</summary>
internal static class CredentialForms
{
    private const string Page = "text/html";

    // The first of a form is what its files are, where nobody asks for another one.
    private static readonly (string Type, CredentialForm? Form)[] Types =
    [
        (Page, null),
        ("application/vc+ld+json", CredentialForm.Json),
        ("application/vc", CredentialForm.Json),
        ("application/ld+json", CredentialForm.Json),
        ("application/json", CredentialForm.Json),
        ("application/jwt", CredentialForm.Jwt),
        ("application/vc+jwt", CredentialForm.Jwt),
        ("text/plain", CredentialForm.Jwt),
        ("image/png", CredentialForm.Png),
        ("image/svg+xml", CredentialForm.Svg),
    ];

    /// <summary>The end of a form's file name.</summary>
    public static string Extension(this CredentialForm form) => form.ToString().ToLowerInvariant();

    /// <summary>The form of a file name's end; null for none.</summary>
    public static CredentialForm? Of(string extension) =>
        Enum.GetValues<CredentialForm>().Where(form => form.Extension() == extension).Select(form => (CredentialForm?)form).FirstOrDefault();

    /// <summary>Whether browsers show it.</summary>
    public static bool IsImage(this CredentialForm form) => form is CredentialForm.Png or CredentialForm.Svg;

    /// <summary>What a request that names no form wants; null for the page, also where it wants anything.</summary>
    public static CredentialForm? Wanted(HttpRequest request) => Preferred(request, Types).Form;

    /// <summary>The media type under which a form is answered.</summary>
    public static string TypeFor(this CredentialForm form, HttpRequest request) =>
        Preferred(request, [.. Types.Where(type => type.Form == form)]).Type;

    private static (string Type, CredentialForm? Form) Preferred(HttpRequest request, (string Type, CredentialForm? Form)[] types) =>
        request.GetTypedHeaders().Accept
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Where(accepted => accepted.Quality != 0)
            .SelectMany(accepted => types.Where(type => accepted.MediaType.Equals(type.Type, StringComparison.OrdinalIgnoreCase) || accepted.MatchesAllTypes))
            .FirstOrDefault(types[0]);
}
