using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>The accept link, the dashboard, and the pages of one badge. A GET changes nothing.</summary>
internal static class BadgeEndpoints
{
    public static void MapMemberBadges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credly", (HttpContext context, CredlyPages pages) =>
            Html.SeeOther(pages.AccountIn(context) is null ? "/credly/sign-in" : CredlyPages.Dashboard));
        routes.MapGet("/credly/badges/{id}/accept", OpenAcceptLink);
        routes.MapGet("/credly/badges/{id}", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            credly.Find(id) is { } badge && (badge.IsPublic || pages.AccountIn(context)?.Owns(badge) is true)
                ? Html.Page<BadgePage>(new BadgeModel(badge, IsEarner: false))
                : CredlyPages.NotFound());
        routes.MapGet(CredlyPages.Dashboard, (HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            pages.ForMember(context, account => Html.Page<DashboardPage>(credly.Badges.Where(account.Owns).ToList())));

        var own = routes.MapGroup($"{CredlyPages.Dashboard}/badges/{{id}}");
        own.MapGet("", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            ForEarner(id, context, pages, credly, (_, badge) => Html.Page<BadgePage>(new BadgeModel(badge, IsEarner: true))));
        own.MapGet("/share", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyLinks links) =>
            ForEarner(id, context, pages, credly, (_, badge) => badge.IsPublic
                ? Html.Page<SharePage>(new ShareModel(badge, links.Public(badge), CredlyLinks.OrganizationName))
                : CredlyPages.NotFound("This badge cannot be shared", "Accept it and make it public first.")));
        own.MapPost("/accept", (string id, IFormCollection form, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, "You have accepted the badge.", context, pages, credly, (account, badge) =>
            {
                credly.SetState(badge.Id, CredlyBadgeState.Accepted);
                if (form.IsOn("auto"))
                {
                    credly.Save(account with { AutoAccept = true });
                }
            }));
        own.MapPost("/reject", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, "You have rejected the badge.", context, pages, credly, (_, badge) => credly.SetState(
                badge.Id, badge.State == CredlyBadgeState.Pending ? CredlyBadgeState.Rejected : badge.State)));
        own.MapPost("/show", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, "The badge is public.", context, pages, credly, (_, badge) => credly.SetHidden(badge.Id, isHidden: false)));
        own.MapPost("/hide", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, "The badge is private.", context, pages, credly, (_, badge) => credly.SetHidden(badge.Id, isHidden: true)));

        routes.MapGet("/credly/images/{code}.png", (string code, CredlyStandIn credly) =>
            credly.Templates.FirstOrDefault(template => template.Code == code) switch
            {
                null => TypedResults.NotFound(),
                { Image: CredlyImage.NoImage } => Results.Text("<h1>Gone</h1>", "image/png"),
                { Image: CredlyImage.Huge } => Results.Stream(SendHugeAsync, "image/png"),
                _ => Results.Bytes(EmbeddedFile.Read(EmbeddedFile.Exists($"{code}.png") ? $"{code}.png" : "badge.png"), "image/png"),
            });
    }

    private static async Task SendHugeAsync(Stream answer)
    {
        byte[] piece = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[64 * 1024 - 8]];
        for (var sent = 0; sent < 50_000_000; sent += piece.Length)
        {
            await answer.WriteAsync(piece);
        }
    }

    private static IResult OpenAcceptLink(string id, string? token, HttpContext context, CredlyPages pages, CredlyStandIn credly)
    {
        var link = new AcceptLink(id, token ?? "");
        return pages.BadgeOf(link) is not { } badge ? CredlyPages.NotFound("This link is not valid", "Follow the link in your e-mail once more.")
            : pages.AccountIn(context) is { } account ? pages.Follow(account, link)
            : Html.SeeOther($"/credly/{(credly.AccountOf(badge.RecipientEmail) is null ? "register" : "sign-in")}{link.Query}");
    }

    private static IResult ForEarner(
        string id, HttpContext context, CredlyPages pages, CredlyStandIn credly, Func<CredlyAccount, CredlyBadge, IResult> show) =>
        pages.ForMember(context, account =>
            credly.Find(id) is { } badge && account.Owns(badge) ? show(account, badge) : CredlyPages.NotFound());

    // A state that rules the change out stays as it is, and the page shows it.
    private static IResult Change(
        string id, string notice, HttpContext context, CredlyPages pages, CredlyStandIn credly, Action<CredlyAccount, CredlyBadge> change) =>
        ForEarner(id, context, pages, credly, (account, badge) =>
        {
            change(account, badge);
            return Html.SeeOther($"{CredlyPages.Dashboard}/badges/{badge.Id}", credly.Badge(badge.Id) == badge ? null : notice);
        });
}

/// <summary>A badge's page: the public one, or its earner's with what they can do.</summary>
public sealed record BadgeModel(CredlyBadge Badge, bool IsEarner);

/// <summary>The page from which a badge is shared.</summary>
public sealed record ShareModel(CredlyBadge Badge, string Url, string Organization);
