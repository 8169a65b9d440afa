using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// A member's addresses: adding one and confirming it by the mailed link, the default one, and removing one with its badges.
/// Source: support.credly.com, articles 360029780432 and 360041542572.
/// </summary>
internal static class EmailEndpoints
{
    private const string Path = $"{SettingsEndpoints.Path}/emails";

    public static void MapEmailAddresses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, Add);
        routes.MapPost($"{Path}/default", MakeDefault);
        routes.MapPost($"{Path}/remove", Remove);
        // A GET changes nothing: mail scanners open links as they like.
        routes.MapGet(EmailConfirmations.Path, (string? token, HttpContext context, CredlyPages pages, EmailConfirmations confirmations) =>
            confirmations.EmailOf(token ?? "") is { } email
                ? Html.Page<ConfirmEmailPage>(new ConfirmEmailModel(pages.View(context), email, token!))
                : Void(context, pages));
        routes.MapPost(EmailConfirmations.Path, (SentFields sent, HttpContext context, CredlyPages pages, EmailConfirmations confirmations) =>
            confirmations.Confirm(sent["token"]) ? sent.Done(SettingsEndpoints.Path) : Void(context, pages));
    }

    private static IResult Add(
        SentFields sent, HttpContext context, SettingsPages pages, CredlyStandIn credly, EmailConfirmations confirmations) =>
        pages.ForMember(context, account =>
        {
            var email = sent["email"];
            var problem = !email.Contains('@', StringComparison.Ordinal) ? "Enter an e-mail address."
                : credly.AccountOf(email) is not null ? "This address belongs to an account already: merge that account into this one."
                : null;
            if (problem is not null)
            {
                return sent.Refused(problem, () => pages.Show(context, account, email, problem));
            }

            confirmations.Ask(account, email);
            return sent.Done(SettingsEndpoints.Path);
        });

    private static IResult MakeDefault(SentFields sent, HttpContext context, SettingsPages pages, CredlyStandIn credly) =>
        pages.ForMember(context, account =>
        {
            var email = sent["email"];
            if (!account.Emails.Contains(email))
            {
                return TypedResults.NotFound();
            }

            credly.Save(account with { Emails = [email, .. account.Emails.Where(other => other != email)] });
            return sent.Done(SettingsEndpoints.Path);
        });

    private static IResult Remove(
        SentFields sent, HttpContext context, SettingsPages pages, CredlyStandIn credly, EmailConfirmations confirmations) =>
        pages.ForMember(context, account =>
        {
            var email = sent["email"];
            confirmations.Forget(account, email);
            if (account.Emails[0] == email)
            {
                const string Problem = "Choose another default address first.";
                return sent.Refused(Problem, () => pages.Show(context, account, problem: Problem));
            }

            // The address is what a badge is its earner's by: without it there is no badge.
            foreach (var badge in credly.Badges.Where(badge => account.Emails.Contains(email) && Is(badge.RecipientEmail, email)))
            {
                credly.Delete(badge.Id);
            }

            credly.Save(account with { Emails = [.. account.Emails.Where(other => other != email)] });
            return sent.Done(SettingsEndpoints.Path);
        });

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static IResult Void(HttpContext context, CredlyPages pages) => pages.Message(
        context, "This link is not valid", "Add the address once more in your settings.", StatusCodes.Status404NotFound);
}
