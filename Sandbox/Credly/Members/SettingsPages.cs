using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Shows a member's settings, with what is wrong with what was entered.</summary>
internal sealed class SettingsPages(
    CredlyPages pages, CredlyStandIn credly, EmailConfirmations confirmations, AccountMerges merges, CredlyOrganization organization)
{
    /// <summary>The organizations whose badges a member can have accepted automatically. Here there is one.</summary>
    public IReadOnlyList<Issuer> IssuersOf(CredlyAccount account) =>
        credly.Badges.Any(account.Owns)
            ? [new Issuer(organization.Id, organization.Name, account.AutoAccept)]
            : [];

    public IResult ForMember(HttpContext context, Func<CredlyAccount, IResult> show) => pages.ForMember(context, show);

    public IResult Show(HttpContext context, CredlyAccount account, string newEmail = "", string? problem = null) =>
        Html.Page<SettingsPage>(
            new SettingsModel(pages.View(context), account)
            {
                Issuers = IssuersOf(account),
                Unconfirmed = confirmations.Of(account),
                MergedEmail = merges.EmailOf(account),
                NewEmail = newEmail,
                Problem = problem,
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
