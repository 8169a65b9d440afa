using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// <c>/my-addresses</c>: a member's e-mail addresses. They add one, which is theirs once the link that is mailed to it was used; they choose the one
/// that new badges are issued to; and they remove what they have added.
/// </summary>
internal sealed class MyAddressesFunctions(
    Session session,
    MemberStore members,
    MemberChange change,
    BadgeStore badges,
    AddressDigest digests,
    AddressLinks links,
    SignInLimits limits,
    FormToken forms,
    PageRenderer pages,
    IOptions<WebOptions> web,
    TimeProvider clock)
{
    /// <summary>The page's path.</summary>
    public const string Path = "/my-addresses";

    private const string FormPurpose = "my-addresses";

    private static MessagePageModel TooOften => new(
        L("Too many links"),
        [L("Too many links were requested from your network. Please try again in an hour.")],
        new PageLink(L("Your e-mail addresses"), Path));

    [Function("MyAddresses")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-addresses")] HttpRequest request, CancellationToken cancellationToken) =>
        await session.MemberOfAsync(request, cancellationToken) is { } account
            ? await PageAsync(request, account, null, null, StatusCodes.Status200OK, cancellationToken)
            : SeeOther.To(new Uri("/sign-in", UriKind.Relative));

    [Function("AddAddress")]
    public Task<IResult> Add(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-addresses")] HttpRequest request, CancellationToken cancellationToken) =>
        SubmitAsync(
            request,
            async (account, form) =>
            {
                var typed = form["email"].ToString().Trim();
                if (AddressChanges.RefusalOf(account, typed, clock.GetUtcNow()) is { } refusal)
                {
                    return await PageAsync(request, account, typed, TextOf(refusal), StatusCodes.Status400BadRequest, cancellationToken);
                }

                if (!limits.AdmitsNetwork(request))
                {
                    return await pages.PageAsync<MessagePage>(TooOften, StatusCodes.Status429TooManyRequests);
                }

                return await links.SendAsync(account, typed, cancellationToken)
                    ? Back()
                    : await PageAsync(
                        request, account, typed, L("We could not send the e-mail. Please try again in a minute."), StatusCodes.Status503ServiceUnavailable, cancellationToken);
            },
            cancellationToken);

    [Function("ChoosePrimaryAddress")]
    public Task<IResult> Choose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-addresses/primary")] HttpRequest request, CancellationToken cancellationToken) =>
        SubmitAsync(
            request,
            async (account, form) =>
            {
                await members.ChangeAsync(
                    account.Member.Id,
                    current => digests.FindIn(current, form[AddressDigest.Field].ToString()) is { } address ? AddressChanges.Choose(current, address) : null,
                    cancellationToken);
                return Back();
            },
            cancellationToken);

    [Function("RemoveAddress")]
    public Task<IResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-addresses/remove")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken) =>
        SubmitAsync(
            request,
            async (account, form) =>
            {
                var digest = form[AddressDigest.Field].ToString();
                var after = await members.ChangeAsync(
                    account.Member.Id,
                    current => current.Added.FirstOrDefault(added => digests.Of(added.Email) == digest) is { } added
                        ? AddressChanges.Remove(current, added.Email, clock.GetUtcNow())
                        : null,
                    cancellationToken);
                await change.FollowAsync(after ?? account, durable, cancellationToken);
                return Back();
            },
            cancellationToken);

    /// <summary>Does what a form asks for, when a member is signed in and the form is genuine; otherwise the page is shown anew.</summary>
    private async Task<IResult> SubmitAsync(
        HttpRequest request, Func<Account, IFormCollection, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        return await forms.ReadAsync(request, FormPurpose, cancellationToken) is { } form ? await act(account, form) : Back();
    }

    private static IResult Back() => SeeOther.To(new Uri(Path, UriKind.Relative));

    private static string TextOf(AddressRefusal refusal) => refusal switch
    {
        AddressRefusal.Known => L("This address is one of yours already."),
        AddressRefusal.TooMany => L("You cannot add more than {0} addresses. Remove one first.", AddressChanges.MostAdded),
        _ => L("Enter an e-mail address, like name@example.org."),
    };

    private async Task<IResult> PageAsync(
        HttpRequest request, Account account, string? typed, string? error, int status, CancellationToken cancellationToken)
    {
        LanguageChoice.Prefer(request, account.Member.Locale);
        var now = clock.GetUtcNow();
        var mine = await badges.OfAccountAsync(account, cancellationToken);
        AddressCard[] cards =
        [
            .. account.Addresses.Select(address => new AddressCard(address, digests.Of(address), IsConfirmed: true)
            {
                IsPrimary = EmailAddress.AreSame(address, account.Primary),
                IsGiven = account.IsGiven(address),
            }),
            .. account.Added.Where(added => !added.IsConfirmed && added.IsLive(now))
                .Select(added => new AddressCard(added.Email, digests.Of(added.Email), IsConfirmed: false)),
        ];
        var model = new MyAddressesModel(cards, web.Value.OrganisationName, forms.Issue(request, FormPurpose), forms.Issue(request, SignOutFunction.FormPurpose))
        {
            Typed = typed,
            Error = error,
            IsRoom = AddressChanges.IsRoomFor(account, now),
            OnCredly = IssuedAddresses.OnCredly(mine),
        };
        return await pages.PageAsync<MyAddressesPage>(model, status);
    }
}

/// <summary>Which addresses badges were issued to. Pure.</summary>
internal static class IssuedAddresses
{
    /// <summary>Where a badge went, when its member has more than one address to tell apart; null otherwise.</summary>
    public static string? ToShow(Badge badge, Account account) =>
        account.Addresses.Count > 1 || !account.Has(badge.IssuedTo) ? badge.IssuedTo : null;

    /// <summary>The addresses that a Credly profile has to have, for all of the member's badges to be in it; none when that is one address.</summary>
    public static IReadOnlyList<string> OnCredly(IEnumerable<Badge> badges)
    {
        string[] addresses =
        [
            .. badges.Where(badge => badge is { PlatformName: PlatformName.Credly, Platform: not null, State: not BadgeState.Revoked })
                .Select(badge => badge.IssuedTo)
                .DistinctBy(EmailAddress.Normalize)
                .Order(StringComparer.Ordinal),
        ];
        return addresses.Length > 1 ? addresses : [];
    }
}

/// <summary>What the page of a member's e-mail addresses shows.</summary>
/// <param name="Addresses">The addresses.</param>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="FormToken">The anti-forgery value of its forms.</param>
/// <param name="SignOutToken">That of the form that signs out.</param>
public sealed record MyAddressesModel(IReadOnlyList<AddressCard> Addresses, string Organisation, string FormToken, string SignOutToken)
{
    /// <summary>What was typed.</summary>
    public string? Typed { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Error { get; init; }

    /// <summary>Whether one more can be added.</summary>
    public bool IsRoom { get; init; } = true;

    /// <summary>The addresses that the member's Credly profile has to have.</summary>
    public IReadOnlyList<string> OnCredly { get; init; } = [];
}

/// <summary>An address on that page.</summary>
/// <param name="Address">The address.</param>
/// <param name="Id">What stands for it in forms.</param>
/// <param name="IsConfirmed">Whether it is the member's.</param>
public sealed record AddressCard(string Address, string Id, bool IsConfirmed)
{
    /// <summary>Whether new badges go there.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Whether the certification system stands behind it.</summary>
    public bool IsGiven { get; init; }
}
