namespace BadgeFunctions.Sandbox.Credly.Api.OpenBadges;

/// <summary>
/// Badges as Open Badges 2.0, for whoever verifies them: without credentials. Source: credly.com/docs/obi_specified_endpoints.
/// </summary>
internal static class OpenBadgesApi
{
    public static void MapOpenBadges(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1/obi/v2");
        api.MapGet("/badge_assertions/{id}", Assertion);
        api.MapGet("/badge_classes/{id}", BadgeClass);
        api.MapGet("/issuers/{issuer}/badge_classes/{id}", BadgeClass);
        api.MapGet("/issuers/{id}", (string id, CredlyOrganization organization, OpenBadgeDocuments documents) =>
            id == organization.Id ? Answer(documents.Issuer("Issuer")) : CredlyErrors.NotFound());
    }

    // A revoked assertion is gone, and says so. Source: Open Badges 2.0, "Revocation". Assumed: one that nobody has accepted is not there.
    private static IResult Assertion(string id, CredlyStandIn credly, OpenBadgeDocuments documents) => credly.Find(id) switch
    {
        { State: CredlyBadgeState.Revoked } revoked => Answer(documents.Revoked(revoked), StatusCodes.Status410Gone),
        { IsPublic: true } badge => Answer(documents.Of(badge)),
        _ => CredlyErrors.NotFound(),
    };

    private static IResult BadgeClass(string id, CredlyStandIn credly, OpenBadgeDocuments documents) =>
        credly.Template(id) is { } template ? Answer(documents.Of(template)) : CredlyErrors.NotFound();

    // Without the envelope of the other documents.
    private static IResult Answer(object document, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(document, CredlyJson.Options, statusCode: status);
}
