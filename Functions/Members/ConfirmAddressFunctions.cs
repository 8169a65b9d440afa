using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// The link that confirms an address: opening it changes nothing, as mail scanners open links; the button does. It needs no session: the mailbox may
/// be open on another device, and the address is for the member who asked.
/// </summary>
internal sealed class ConfirmAddressFunctions(AddressLinks links, Session session, FormToken forms, PageRenderer pages)
{
    private const string FormPurpose = "confirm-address";

    private static MessagePageModel NoLongerGood => new(
        L("This link no longer works"),
        [L("The link that confirms an e-mail address works once, within 10 minutes, and only until you ask for a newer one. Add the address again to get a new link.")],
        new PageLink(L("Your e-mail addresses"), MyAddressesFunctions.Path));

    [Function("OpenAddressLink")]
    public async Task<IResult> Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "confirm-address/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        if (await links.FindAsync(link, cancellationToken) is not var (account, address))
        {
            return await pages.PageAsync<MessagePage>(NoLongerGood, StatusCodes.Status410Gone);
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        return address.IsConfirmed
            ? await pages.PageAsync<MessagePage>(ConfirmedModelOf(account, address))
            : await AskAsync(request, link, account, address);
    }

    [Function("ConfirmAddress")]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "confirm-address/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        var page = new Uri(AddressLinks.PathOf(Uri.EscapeDataString(link)), UriKind.Relative);
        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return SeeOther.To(page);
        }

        if (await links.ConfirmAsync(link, cancellationToken) is not { } account)
        {
            return await pages.PageAsync<MessagePage>(NoLongerGood, StatusCodes.Status410Gone);
        }

        var isHere = await session.MemberOfAsync(request, cancellationToken) is { } member && member.Member.Id == account.Member.Id;
        return SeeOther.To(isHere ? new Uri(MyAddressesFunctions.Path, UriKind.Relative) : page);
    }

    private static string NameOf(Account account) => DisplayText.Clean(Recipient.Of(account.Member).FullName);

    private static MessagePageModel ConfirmedModelOf(Account account, AddedAddress address) => new(
        L("The e-mail address is confirmed"),
        [L("{0} now belongs to the badges of {1}, who can sign in with it.", address.Email, NameOf(account))],
        new PageLink(L("My Badges"), "/my-badges"));

    private Task<IResult> AskAsync(HttpRequest request, string link, Account account, AddedAddress address) =>
        pages.PageAsync<ConfirmAddressPage>(new ConfirmAddressModel(
            AddressLinks.PathOf(link), address.Email, NameOf(account), forms.Issue(request, FormPurpose)));
}

/// <summary>What the page behind the link shows that confirms an address.</summary>
/// <param name="Path">Where its form goes.</param>
/// <param name="Address">The address.</param>
/// <param name="MemberName">Who asked for it.</param>
/// <param name="FormToken">The anti-forgery value.</param>
public sealed record ConfirmAddressModel(string Path, string Address, string MemberName, string FormToken);
