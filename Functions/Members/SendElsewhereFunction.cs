using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// <c>POST /my-badges/{badgeId}/address</c>: the member sends a badge that they have not accepted to another of their addresses. The platform's badge is
/// replaced, and the e-mail with the new claim link goes there, as when the certification system changes the address.
/// </summary>
internal sealed class SendElsewhereFunction(
    Session session,
    BadgeStore badges,
    MemberChange change,
    MemberStore members,
    BadgeSignal signal,
    AddressDigest digests,
    SignInLimits limits,
    FormToken forms,
    PageRenderer pages,
    IOptions<ClaimOptions> claims,
    TimeProvider clock)
{
    private const string FormPurpose = "send-elsewhere";

    private static MessagePageModel TooOften => new(
        L("Too many changes"),
        [L("This badge was sent to another address too often. Please try again in an hour.")],
        new PageLink(L("My Badges"), "/my-badges"));

    [Function("SendBadgeElsewhere")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-badges/{badgeId}/address")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        if (await badges.FindAsync(account, badgeId, cancellationToken) is not { } badge)
        {
            return await pages.PageAsync<MessagePage>(BadgePageFunction.Unknown, StatusCodes.Status404NotFound);
        }

        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is { } form
            && digests.FindIn(account, form[AddressDigest.Field].ToString()) is { } address
            && !EmailAddress.AreSame(address, badge.Recipient.Email))
        {
            if (!limits.AdmitsAddress($"{FormPurpose}:{badgeId}"))
            {
                return await pages.PageAsync<MessagePage>(TooOften, StatusCodes.Status429TooManyRequests);
            }

            await SendAsync(badge, account, address, durable, cancellationToken);
        }

        return SeeOther.To(new Uri(BadgePageFunction.PathOf(badge), UriKind.Relative));
    }

    /// <summary>What the form shows; null for a badge that cannot be sent elsewhere.</summary>
    public static SendElsewhereModel? ModelOf(HttpRequest request, Badge badge, Account account, FormToken forms, AddressDigest digests, DateTimeOffset now) =>
        !IsMovable(badge, now) ? null : new SendElsewhereModel(
            $"{BadgePageFunction.PathOf(badge)}/address",
            badge.Recipient.Email,
            [
                .. account.Addresses.Where(address => !EmailAddress.AreSame(address, badge.Recipient.Email))
                    .Select(address => (address, digests.Of(address))),
            ],
            forms.Issue(request, FormPurpose));

    private async Task SendAsync(Badge badge, Account account, string address, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var sent = await badges.ChangeAsync(
            badge,
            "SentElsewhere",
            current => IsMovable(current, now) ? AwardChange.SendTo(current, account, address, claims.Value.Window, now) : null,
            cancellationToken);
        await signal.TryAsync(durable, badge.Key, sent.State, cancellationToken);
        // The address may have been removed in another window at this moment.
        if (await members.FindAsync(account.Member.Id, cancellationToken) is { } latest && !latest.Has(address))
        {
            await change.FollowAsync(latest, durable, cancellationToken);
        }
    }

    private static bool IsMovable(Badge badge, DateTimeOffset now) => badge.State is BadgeState.Issuing || BadgeStanding.IsClaimable(badge, now);
}

/// <summary>What the form shows that sends a badge to another address.</summary>
/// <param name="Path">Where the form goes.</param>
/// <param name="Address">The address that the badge goes to now.</param>
/// <param name="Addresses">The member's other addresses, and what stands for them in the form.</param>
/// <param name="FormToken">The anti-forgery value.</param>
public sealed record SendElsewhereModel(string Path, string Address, IReadOnlyList<(string Address, string Id)> Addresses, string FormToken);
