using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Certification;

/// <summary>
/// Brings a member's badges in line with the member's name and address: those that are not accepted yet go to both, the others keep the name
/// under which they were awarded. Done again it changes nothing, and tells the workflows again.
/// </summary>
internal sealed class MemberChange(BadgeStore badges, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    public async Task ApplyAsync(KnownMember told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var what = new CertificationEvent(CertificationEventTypes.MemberUpdated, told.ToldAt) { Member = told.Member };
        foreach (var badge in await badges.OfMemberAsync(told.Member.Id, cancellationToken))
        {
            var changed = await badges.ChangeAsync(
                badge, what.Type, current => AwardChange.Apply(current, what, claims.Value.Window, clock.GetUtcNow()), cancellationToken);
            // Of a settled badge nothing follows: it is mailed about to the address that it has by then.
            if (!BadgeLifecycle.IsSettled(changed.State))
            {
                await BadgeSignal.RaiseAsync(durable, badge.Key, changed.State, cancellationToken);
            }
        }
    }
}
