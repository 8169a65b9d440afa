using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Activity: has the claim e-mails of the badges that wait at an address sent again, each by its badge's own workflow. A claim link goes to nobody
/// but the address that its badge goes to.
/// </summary>
internal sealed class MailClaimsAgain(
    MemberStore members, BadgeStore badges, BadgeSignal signal, AddressDigest digests, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    // Whoever has more of them sees them all in "My badges".
    private const int MostBadges = 10;

    /// <summary>What the page answers, whoever's the address is.</summary>
    public static MessagePageModel Sent => new(
        L("Check your inbox"),
        [
            L("If a badge is waiting for this address, we are sending its e-mail again. If one was sent within the last five minutes, please wait for that one."),
            L("Nothing there? Look in your spam folder, or sign in: all your badges are in My badges."),
        ],
        new PageLink(L("Try another address"), "/sign-in"));

    [Function(nameof(MailClaimsAgain))]
    public async Task Run(
        [ActivityTrigger] string addressDigest, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        List<Badge> waiting = [];
        foreach (var account in await members.FindByAddressAsync(addressDigest, cancellationToken))
        {
            waiting.AddRange((await badges.OfAccountAsync(account, cancellationToken)).Where(IsWaiting));
        }

        foreach (var badge in waiting.OrderByDescending(badge => badge.CreatedAt).Take(MostBadges))
        {
            await MailAsync(badge, durable, cancellationToken);
        }

        bool IsWaiting(Badge badge) => BadgeLifecycle.IsClaimable(badge.State) && digests.Of(badge.Recipient.Email) == addressDigest;
    }

    /// <summary>Has one badge's claim e-mail sent again, unless one went out a moment ago.</summary>
    public async Task MailAsync(Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var address = badge.Recipient.Email;
        var asked = await badges.ChangeAsync(
            badge,
            "EmailAskedAgain",
            current => EmailAddress.AreSame(current.Recipient.Email, address) ? BadgeSteps.MailAgain(current, claims.Value, clock.GetUtcNow()) : null,
            cancellationToken);
        // Also where nothing was written: whoever wrote it before may have been stopped before this.
        if (BadgeSteps.Next(asked, claims.Value, clock.GetUtcNow()).Step is BadgeStep.EmailMember)
        {
            await signal.TryAsync(durable, asked.Key, asked.State, cancellationToken);
        }
    }
}
