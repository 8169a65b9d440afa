using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>Open Badges 2.0: a badge that its member shows to everybody, what it is awarded for, and by whom.</summary>
internal sealed class OpenBadges2Functions(PublicBadges published, BadgeTemplates templates, OpenBadges2 documents, BakedImages images)
{
    // As long as a status list: a revocation is to be seen within a minute.
    private const string UntilRevoked = "public, max-age=30";

    /// <summary><c>GET /badges/{slug}/2.0</c>: the Assertion.</summary>
    [Function("HostedAssertion")]
    public async Task<IResult> Assertion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}/2.0")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        switch (await published.FindAsync(slug, cancellationToken))
        {
            case null:
                return Unknown(request);
            case { State: BadgeState.Revoked } revoked:
                PublicJson.Open(request, UntilRevoked);
                return TypedResults.Text(documents.RevocationOf(revoked), "application/json", statusCode: StatusCodes.Status410Gone);
            case { } badge:
                return PublicJson.LinkedDataOf(request, documents.AssertionOf(badge), UntilRevoked);
        }
    }

    /// <summary><c>GET /badges/{slug}/2.0.png</c>: the badge's image with the Assertion inside (Open Badges 2.0, Baking).</summary>
    [Function("BakedAssertion")]
    public async Task<IResult> Baked(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}/2.0.png")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        if (await published.FindAsync(slug, cancellationToken) is not { State: not BadgeState.Revoked } badge)
        {
            return Unknown(request);
        }

        PublicJson.Open(request, UntilRevoked);
        return TypedResults.Bytes(await images.PngAsync(badge.TemplateCode, BakedImage.Assertion, documents.AssertionOf(badge), cancellationToken), "image/png");
    }

    /// <summary><c>GET /achievements/{code}/2.0</c>: the BadgeClass.</summary>
    [Function("BadgeClass")]
    public async Task<IResult> BadgeClass(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "achievements/{code}/2.0")] HttpRequest request,
        string code,
        CancellationToken cancellationToken) =>
        await templates.FindAsync(code, cancellationToken) is { } template
            ? PublicJson.LinkedDataOf(request, documents.BadgeClassOf(template))
            : Unknown(request);

    /// <summary><c>GET /issuer/2.0</c>: the Issuer.</summary>
    [Function("Issuer")]
    public IResult Issuer([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "issuer/2.0")] HttpRequest request) =>
        PublicJson.LinkedDataOf(request, documents.Issuer());

    private static IResult Unknown(HttpRequest request)
    {
        PublicJson.Open(request, "no-store");
        return Problems.Of(StatusCodes.Status404NotFound, "There is no such badge.");
    }
}
