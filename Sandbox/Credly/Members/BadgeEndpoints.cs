using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>The accept link, the dashboard, and the pages of one badge. A GET changes nothing.</summary>
internal static class BadgeEndpoints
{
    public static void MapMemberBadges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credly", (HttpContext context, CredlyPages pages) =>
            pages.View(context) is { Account: null } view ? Html.Page<WelcomePage>(view) : Html.SeeOther(CredlyPages.Dashboard));
        routes.MapGet("/credly/badges/{id}/accept", OpenAcceptLink);
        routes.MapGet("/credly/badges/{id}", ShowPublic);
        routes.MapGet(CredlyPages.Dashboard, (HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            pages.ForMember(context, account =>
                Html.Page<DashboardPage>(new DashboardModel(pages.View(context), [.. credly.Badges.Where(account.Owns)]))));

        var own = routes.MapGroup($"{CredlyPages.Dashboard}/badges/{{id}}");
        own.MapGet("", (string id, HttpContext context, CredlyPages pages) =>
            ForEarner(id, context, pages, badge => Html.Page<BadgePage>(new BadgeModel(pages.View(context), badge, IsEarner: true))));
        own.MapPost("/accept", (string id, SentFields sent, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, context, pages, badge =>
            {
                credly.SetState(badge.Id, CredlyBadgeState.Accepted);
                if (sent.IsOn("auto") && pages.View(context).Account is { } account)
                {
                    credly.Save(account with { AutoAccept = true });
                }
            }));
        own.MapPost("/reject", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, context, pages, badge => credly.SetState(
                badge.Id, badge.State == CredlyBadgeState.Pending ? CredlyBadgeState.Rejected : badge.State)));
        own.MapPost("/show", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, context, pages, badge => credly.SetHidden(badge.Id, isHidden: false)));
        own.MapPost("/hide", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(id, context, pages, badge => credly.SetHidden(badge.Id, isHidden: true)));

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
        if (pages.BadgeOf(link) is not { } badge)
        {
            return pages.Message(
                context, "This link is not valid", "Follow the link in your e-mail once more.", StatusCodes.Status404NotFound);
        }

        return Html.SeeOther(pages.View(context).Account switch
        {
            { } account => pages.AfterSignIn(account, link),
            null when credly.AccountOf(badge.RecipientEmail) is null => $"/credly/register{link.Query}",
            null => $"/credly/sign-in{link.Query}",
        });
    }

    private static IResult ShowPublic(string id, HttpContext context, CredlyPages pages) =>
        pages.Find(id) is { } badge && (badge.IsPublic || pages.View(context).Account?.Owns(badge) is true)
            ? Html.Page<BadgePage>(new BadgeModel(pages.View(context), badge, IsEarner: false))
            : pages.NotFound(context);

    private static IResult ForEarner(string id, HttpContext context, CredlyPages pages, Func<CredlyBadge, IResult> show) =>
        pages.ForMember(context, account =>
            pages.Find(id) is { } badge && account.Owns(badge) ? show(badge) : pages.NotFound(context));

    // A state that rules the change out stays as it is, and the page shows it.
    private static IResult Change(string id, HttpContext context, CredlyPages pages, Action<CredlyBadge> change) =>
        ForEarner(id, context, pages, badge =>
        {
            change(badge);
            return Html.SeeOther($"{CredlyPages.Dashboard}/badges/{badge.Id}");
        });
}
