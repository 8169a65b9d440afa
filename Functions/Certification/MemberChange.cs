using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Certification;

/// <summary>
/// Brings a member's badges in line with the member's name and addresses. Done again it changes nothing, and tells the workflows again.
/// </summary>
internal sealed class MemberChange(BadgeStore badges, MemberStore members, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    private const string AddressGone = "AddressGone";

    /// <summary>
    /// After the certification system's word: badges that are not accepted yet go to the name and the address, the others keep the name under which
    /// they were awarded. A badge that the member has sent to an address of their own stays there.
    /// </summary>
    public async Task ApplyAsync(KnownMember told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await members.FindAsync(told.Member.Id, cancellationToken) is not { } known)
        {
            return;
        }

        var what = new CertificationEvent(CertificationEventTypes.MemberUpdated, told.ToldAt) { Member = told.Member };
        var account = known.With(told.Member);
        foreach (var badge in await badges.OfMemberAsync(told.Member.Id, cancellationToken))
        {
            await ChangeAsync(badge, what.Type, current => AwardChange.Apply(current, what, claims.Value.Window, clock.GetUtcNow()), durable, cancellationToken);
        }

        // Another of the member's ids may have badges at the address that this one had.
        if (account.Records.Count > 1)
        {
            await FollowAsync(account, durable, cancellationToken);
        }
    }

    /// <summary>After an address stopped being the member's: what they had sent there goes where their new badges go.</summary>
    public async Task FollowAsync(Account account, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var badge in await badges.OfAccountAsync(account, cancellationToken))
        {
            if (AwardChange.Follow(badge, account, claims.Value.Window, now) is not null)
            {
                await ChangeAsync(badge, AddressGone, current => AwardChange.Follow(current, account, claims.Value.Window, now), durable, cancellationToken);
            }
        }
    }

    private async Task ChangeAsync(Badge badge, string what, Func<Badge, Badge?> decide, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var changed = await badges.ChangeAsync(badge, what, decide, cancellationToken);
        // Of a settled badge nothing follows: it is mailed about to the address that it has by then.
        if (!BadgeLifecycle.IsSettled(changed.State))
        {
            await BadgeSignal.RaiseAsync(durable, badge.Key, changed.State, cancellationToken);
        }
    }
}
