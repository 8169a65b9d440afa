using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Auto-accept and e-mail addresses.</summary>
internal static class SettingsEndpoints
{
    private const string Path = "/credly/settings";

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, CredlyPages pages, string? add) =>
            pages.ForMember(context, account => Show(context, pages, account, add ?? "", null)));
        routes.MapPost($"{Path}/auto-accept", async (
            HttpContext context, CredlyPages pages, CredlyStandIn credly, CancellationToken cancellationToken) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            return pages.ForMember(context, account =>
            {
                credly.Save(account with { AutoAccept = form["value"] == "on" });
                return Html.SeeOther(Path);
            });
        });
        routes.MapPost($"{Path}/merge", async (
            HttpContext context, CredlyPages pages, CredlyStandIn credly, CancellationToken cancellationToken) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            return pages.ForMember(context, account => Merge(context, pages, credly, account, form));
        });
        routes.MapPost($"{Path}/emails", async (
            HttpContext context, CredlyPages pages, CredlyStandIn credly, CancellationToken cancellationToken) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            return pages.ForMember(context, account => AddEmail(context, pages, credly, account, form["email"].ToString().Trim()));
        });
    }

    private static IResult Merge(HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyAccount account, IFormCollection form)
    {
        if (credly.AccountOf(form["email"].ToString().Trim()) is not { } other || !other.Password.Matches(form["password"].ToString()))
        {
            return Show(context, pages, account, "", "The other account's e-mail address or password is wrong.");
        }

        credly.Merge(account.Id, other.Id);
        return Html.SeeOther(Path);
    }

    private static IResult AddEmail(
        HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyAccount account, string email)
    {
        var problem = !email.Contains('@', StringComparison.Ordinal) ? "Enter an e-mail address."
            : credly.AccountOf(email) is not null ? "This address belongs to an account already."
            : null;
        if (problem is not null)
        {
            return Show(context, pages, account, email, problem);
        }

        credly.Save(account with { Emails = [.. account.Emails, email] });
        return Html.SeeOther(Path);
    }

    private static IResult Show(HttpContext context, CredlyPages pages, CredlyAccount account, string newEmail, string? problem) =>
        Html.Page<SettingsPage>(
            new SettingsModel(pages.View(context), account, newEmail, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
