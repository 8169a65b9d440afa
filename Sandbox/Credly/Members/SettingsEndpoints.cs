using System.Security.Cryptography;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// A member's settings: e-mail addresses, the default one first, and auto-accept. Source: support.credly.com, articles 360021214671,
/// 360029780432 and 360041542572.
/// </summary>
internal static class SettingsEndpoints
{
    public const string Path = "/credly/settings";
    public const string ConfirmPath = "/credly/confirm-email";

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, CredlyPages pages, CredlyStandIn credly, string? add) =>
            pages.ForMember(context, account => Show(account, credly, newEmail: add ?? "")));
        routes.MapPost($"{Path}/auto-accept", (IFormCollection form, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change(
                form.IsOn("value") ? "Your next badges are accepted automatically." : "You accept your next badges yourself.",
                context,
                pages,
                account => credly.Save(account with { AutoAccept = form.IsOn("value") })));
        routes.MapPost($"{Path}/emails", Add);
        routes.MapPost($"{Path}/emails/default", (IFormCollection form, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            Change("Your default address is another one.", context, pages, account => credly.Save(account with { Emails = [.. account.Emails.OrderBy(email => email != form.Text("email"))] })));
        routes.MapPost($"{Path}/emails/remove", Remove);
        // A GET changes nothing: mail scanners open links.
        routes.MapGet(ConfirmPath, (string? token, CredlyStandIn credly) => credly.AccountToConfirm(token ?? "") is { } account
            ? Html.Page<ConfirmEmailPage>(new ConfirmEmailModel(account.Unconfirmed[token!], token!))
            : InvalidLink());
        routes.MapPost(ConfirmPath, (IFormCollection form, CredlyStandIn credly) => Confirm(form.Text("token"), credly) ? Html.SeeOther(Path, "The address is confirmed.") : InvalidLink());
    }

    private static IResult Add(
        IFormCollection form, HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyNotifications notifications) =>
        pages.ForMember(context, account =>
        {
            var email = form.Text("email");
            var problem = !email.Contains('@', StringComparison.Ordinal) ? "Enter an e-mail address."
                : credly.AccountOf(email) is not null ? "This address belongs to an account already."
                : null;
            if (problem is not null)
            {
                return Show(account, credly, email, problem);
            }

            // A new link makes that of an earlier mail invalid.
            var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
            credly.Save(account with { Unconfirmed = Without(account, email).Append(new(token, email)).ToDictionary() });
            notifications.AskToConfirm(account, email, token);
            return Html.SeeOther(Path, $"An e-mail to {email} is in the inbox: open its link to confirm the address.");
        });

    private static IResult Remove(
        IFormCollection form, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
        pages.ForMember(context, account =>
        {
            var email = form.Text("email");
            if (account.Emails[0] == email)
            {
                return Show(account, credly, problem: "Choose another default address first.");
            }

            // As on Credly, the badges that were issued to the address go with it.
            foreach (var badge in credly.Badges.Where(badge =>
                account.Emails.Contains(email) && badge.RecipientEmail.Equals(email, StringComparison.OrdinalIgnoreCase)))
            {
                credly.Delete(badge.Id);
            }

            credly.Save(account with
            {
                Emails = [.. account.Emails.Where(other => other != email)],
                Unconfirmed = Without(account, email).ToDictionary(),
            });
            return Html.SeeOther(Path, $"{email} was removed.");
        });

    private static IResult Change(string notice, HttpContext context, CredlyPages pages, Action<CredlyAccount> change) => pages.ForMember(context, account =>
    {
        change(account);
        return Html.SeeOther(Path, notice);
    });

    private static IResult Show(
        CredlyAccount account, CredlyStandIn credly, string newEmail = "", string? problem = null) =>
        Html.Page<SettingsPage>(
            new SettingsModel(account, credly.Badges.Any(account.Owns), newEmail, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static bool Confirm(string token, CredlyStandIn credly)
    {
        if (credly.AccountToConfirm(token) is not { } account)
        {
            return false;
        }

        // Used or not, a link is good for once.
        var email = account.Unconfirmed[token];
        var isFree = credly.AccountOf(email) is null;
        credly.Save(account with
        {
            Emails = isFree ? [.. account.Emails, email] : account.Emails,
            Unconfirmed = Without(account, email).ToDictionary(),
        });
        return isFree;
    }

    private static IEnumerable<KeyValuePair<string, string>> Without(CredlyAccount account, string email) =>
        account.Unconfirmed.Where(one => !one.Value.Equals(email, StringComparison.OrdinalIgnoreCase));

    private static IResult InvalidLink() => CredlyPages.NotFound("This link is not valid", "Add the address once more in your settings.");
}

/// <summary>The settings; badges can be accepted automatically once the organization has issued one to the member.</summary>
public sealed record SettingsModel(CredlyAccount Account, bool HasBadge, string NewEmail, string? Problem);

/// <summary>The page behind a mailed link.</summary>
public sealed record ConfirmEmailModel(string Email, string Token);
