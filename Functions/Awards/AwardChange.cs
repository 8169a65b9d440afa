using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Awards;

/// <summary>What an event of the certification system means for a badge that was awarded. Pure.</summary>
internal static class AwardChange
{
    /// <summary>The badge after the event, or null when it changes nothing: known already, overtaken by a later word, or too late.</summary>
    /// <param name="badge">The badge as its row has it.</param>
    /// <param name="told">The event.</param>
    /// <param name="claimWindow">How long a badge can be claimed that has to be accepted anew.</param>
    /// <param name="now">The time.</param>
    public static Badge? Apply(Badge badge, CertificationEvent told, TimeSpan claimWindow, DateTimeOffset now)
    {
        if (told.Revocation is { } revocation)
        {
            // Counts whatever came later: what was taken back is not valid, and nothing brings it back.
            return badge.After(BadgeEvent.Revoked, now) is { } revoked
                ? revoked with { RevocationReason = revocation.Reason, ToldAt = told.At }
                : null;
        }

        if (told.At < badge.ToldAt || badge.State is BadgeState.Revoked || Changed(badge, told) is not { } changed || changed == badge)
        {
            return null;
        }

        return changed with
        {
            ToldAt = told.At,
            Revision = badge.Revision + 1,
            // Should the platform ask the member to accept it anew, there is time for it.
            ClaimableUntil = BadgeLifecycle.IsSettled(badge.State) ? now + claimWindow : badge.ClaimableUntil,
        };
    }

    private static Badge? Changed(Badge badge, CertificationEvent told) => told switch
    {
        { Renewal: { } renewal } => badge with { ExpiresOn = renewal.ExpiresOn },
        { Award: { } award } => badge with
        {
            Recipient = RecipientOf(award.Member),
            AwardedOn = award.AwardedOn,
            ExpiresOn = award.ExpiresOn,
            Evidence = award.Evidence,
        },
        // A badge that was accepted keeps the name under which it was awarded.
        { Member: { } member } when badge.State is BadgeState.Issuing || BadgeLifecycle.IsClaimable(badge.State) =>
            badge with { Recipient = RecipientOf(member) },
        _ => null,
    };

    private static Recipient RecipientOf(Member member) => new(member.GivenName, member.FamilyName, member.Email, member.Locale);
}
