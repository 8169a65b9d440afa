using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Records an award: the member, the badge and its first history entry, in one transaction.</summary>
internal sealed class AwardRecorder(
    BadgeStore badges, BadgeLookups lookups, BadgeExpiries expiries, MemberStore members, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <param name="award">The award.</param>
    /// <param name="toldAt">When it happened in the certification system.</param>
    /// <param name="template">Its template; null when that cannot be read, which the workflow tries again.</param>
    /// <param name="memberChanged">What follows for the member's other badges when the award brings another name or address: done before that is known here.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The badge, and whether it was recorded just now; null when the achievement was awarded before with other content.</returns>
    public async Task<(Badge Badge, bool IsNew)?> RecordAsync(
        Award award, DateTimeOffset toldAt, BadgeTemplate? template, Func<KnownMember, Task> memberChanged, CancellationToken cancellationToken)
    {
        // First, and once: what stands here decides which of two contents is the award.
        if (!await lookups.TryAddAsync(award, cancellationToken))
        {
            return null;
        }

        if (award.ExpiresOn is { } lastDay)
        {
            await expiries.NoteAsync(award.Badge, lastDay, cancellationToken);
        }

        while (true)
        {
            var row = await members.ReadAsync(award.Member.Id, cancellationToken);
            var update = MemberStore.UpdateOf(row, new KnownMember(award.Member, toldAt));
            if (update.IsChange)
            {
                await memberChanged(update.Latest);
            }

            await members.NoteAddressAsync(update, cancellationToken);
            // Where the member wants their new badges; somebody new can have said nothing about that.
            var address = row is null
                ? update.Latest.Member.Email
                : (await members.AccountOfAsync(row, cancellationToken)).With(update.Latest.Member).AddressFor(award.Member.Id);
            if (await badges.TryAddAsync(NewBadge(award, update.Latest, address, toldAt, template), "Recorded", update.Writes is [] ? [MemberStore.Unchanged(row!)] : update.Writes, cancellationToken) is { } badge)
            {
                return (badge, true);
            }

            if (await badges.FindAsync(award.Badge, cancellationToken) is { } recorded)
            {
                return (recorded, false);
            }
        }
    }

    // The attempt to issue it is noted at once: the step that records it goes on with that.
    private Badge NewBadge(Award award, KnownMember member, string address, DateTimeOffset toldAt, BadgeTemplate? template)
    {
        var now = clock.GetUtcNow();
        return new Badge
        {
            Key = award.Badge,
            AchievementId = award.AchievementId,
            TemplateCode = award.TemplateCode,
            Category = award.Category,
            Name = template?.Name ?? award.TemplateCode,
            // What the certification system has said of the member since is what counts.
            Recipient = Recipient.Of(member.Member) with { Email = address },
            IsAddressChosen = !EmailAddress.AreSame(address, member.Member.Email),
            AwardedOn = award.AwardedOn,
            ExpiresOn = award.ExpiresOn,
            Evidence = award.Evidence,
            Results = award.Results ?? [],
            Told = new AwardTimes(member.ToldAt, toldAt, toldAt),
            State = BadgeState.Issuing,
            PlatformName = template?.Platform ?? PlatformName.Credly,
            Attempt = template is null || Validity.IsOver(award.ExpiresOn, now) ? null : new PlatformAttempt(now, 1),
            ClaimableUntil = now + claims.Value.Window,
            CreatedAt = now,
            StateChangedAt = now,
        };
    }
}
