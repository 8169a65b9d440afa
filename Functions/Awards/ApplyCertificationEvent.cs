using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Members;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Awards;

/// <summary>Activity: writes what the certification system told on the rows of the badges that it is about.</summary>
internal sealed class ApplyCertificationEvent(
    BadgeLookups lookups, BadgeStore badges, BadgeExpiries expiries, MemberStore members, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <returns>The badges, also those that say so already: what follows from it may be left to do.</returns>
    /// <exception cref="InvalidOperationException">The award is being recorded at this moment; the retry policy tries again.</exception>
    [Function(nameof(ApplyCertificationEvent))]
    public async Task<IReadOnlyList<BadgeKey>> Run([ActivityTrigger] CertificationEvent told, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(told, cancellationToken);
        foreach (var key in keys)
        {
            if ((told.Award?.ExpiresOn ?? told.Renewal?.ExpiresOn) is { } lastDay)
            {
                await expiries.NoteAsync(key, lastDay, cancellationToken);
            }

            await badges.ChangeAsync(
                key, told.Type, badge => AwardChange.Apply(badge, told, claims.Value.Window, clock.GetUtcNow()), cancellationToken);
        }

        return keys;
    }

    private async Task<IReadOnlyList<BadgeKey>> KeysAsync(CertificationEvent told, CancellationToken cancellationToken)
    {
        if (told.BadgeId is { } badgeId)
        {
            return await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is { } key ? [key] : [];
        }

        // Whoever never had a badge is nobody here.
        if (await members.FindAsync(told.Member!.Id, cancellationToken) is null)
        {
            return [];
        }

        await members.UpsertAsync(new KnownMember(told.Member, told.At), cancellationToken);
        var open = await badges.OfMemberAsync(told.Member.Id, cancellationToken);
        return [.. open.Where(badge => !BadgeLifecycle.IsSettled(badge.State)).Select(badge => badge.Key)];
    }
}
