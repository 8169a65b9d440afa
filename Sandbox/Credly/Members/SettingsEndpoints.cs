namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// The settings page, and auto-accept: for each organization that has issued a badge to the member.
/// Source: support.credly.com, article 360021214671.
/// </summary>
internal static class SettingsEndpoints
{
    public const string Path = "/credly/settings";

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, SettingsPages pages, string? add) =>
            pages.ForMember(context, account => pages.Show(context, account, newEmail: add ?? "")));
        routes.MapPost($"{Path}/organizations/{{id}}/auto-accept", (
            string id, SentFields sent, HttpContext context, SettingsPages pages, CredlyStandIn credly) =>
            pages.ForMember(context, account =>
            {
                if (pages.IssuersOf(account).All(issuer => issuer.Id != id))
                {
                    return TypedResults.NotFound();
                }

                credly.Save(account with { AutoAccept = sent.IsOn("value") });
                return sent.Done(Path);
            }));
    }
}
