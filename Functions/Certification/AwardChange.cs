using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Certification;

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
                ? revoked.WithoutProblem(ToRetry) with { RevocationReason = revocation.Reason }
                : null;
        }

        return Revise(badge, Heard(badge, told), claimWindow, now);
    }

    /// <summary>The badge after its member sent it to one of their addresses, or null when that changes nothing. Whether they may is the caller's to know.</summary>
    /// <param name="badge">The badge as its row has it.</param>
    /// <param name="account">The member.</param>
    /// <param name="address">The address.</param>
    /// <param name="claimWindow">How long a badge can be claimed that has to be accepted anew.</param>
    /// <param name="now">The time.</param>
    public static Badge? SendTo(Badge badge, Account account, string address, TimeSpan claimWindow, DateTimeOffset now) => Revise(
        badge,
        badge with
        {
            Recipient = badge.Recipient with { Email = address },
            // At the certification system's address it follows that system's word again.
            IsAddressChosen = !EmailAddress.AreSame(address, account.GivenTo(badge.Key.MemberId)),
        },
        claimWindow,
        now);

    /// <summary>The badge once the address that its member had chosen is not theirs any more: it goes where their new badges go. Null when nothing changes.</summary>
    /// <inheritdoc cref="SendTo"/>
    public static Badge? Follow(Badge badge, Account account, TimeSpan claimWindow, DateTimeOffset now) =>
        badge.IsAddressChosen && !account.Has(badge.Recipient.Email)
            ? SendTo(badge, account, account.AddressFor(badge.Key.MemberId), claimWindow, now)
            : null;

    private static Badge? Revise(Badge badge, Badge heard, TimeSpan claimWindow, DateTimeOffset now)
    {
        if (heard == badge)
        {
            return null;
        }

        // A later word that says the same is kept, too: what was said before it is old from then on.
        if (IsShownTheSame(badge, heard))
        {
            return heard;
        }

        // What expired before it was issued has to be issued after all.
        var renewed = heard is { State: BadgeState.Expired, Platform: null } && !Validity.IsOver(heard.ExpiresOn, now)
            ? heard.After(BadgeEvent.Renewed, now)
            : null;
        return (renewed ?? heard).WithoutProblem(ToRetry) with
        {
            Revision = badge.Revision + 1,
            Changes = ChangesOf(badge, heard),
            // Should the platform ask the member to accept it anew, there is time for it.
            ClaimableUntil = badge.State is BadgeState.Accepted or BadgeState.Expired ? now + claimWindow : badge.ClaimableUntil,
        };
    }

    // What was refused before the change may go through after it.
    private static ReadOnlySpan<BadgeStep> ToRetry => [BadgeStep.IssueBadge, BadgeStep.UpdatePlatform];

    private static Badge Heard(Badge badge, CertificationEvent told) => told switch
    {
        not { Member: not null } when badge.State is BadgeState.Revoked => badge,
        { Renewal: { } renewal } => WithValidity(badge, renewal.ExpiresOn, told.At),
        { Suspension: { } suspension } => WithSuspension(badge, new Suspension(told.At, suspension.Reason), told.At),
        { Reinstatement: not null } => WithSuspension(badge, null, told.At),
        { Award: { } award } => WithAchievement(
            WithValidity(WithRecipient(badge, award.Member, told.At), award.ExpiresOn, told.At), award, told.At),
        // A badge that was accepted keeps the name under which it was awarded.
        { Member: { } member } when IsWaiting(badge) =>
            WithRecipient(badge, member, told.At),
        // Whatever is mailed about it goes to the address that is the member's.
        { Member: { } member } => WithRecipient(badge, member with { GivenName = badge.Recipient.GivenName, FamilyName = badge.Recipient.FamilyName }, told.At),
        _ => badge,
    };

    private static Badge WithRecipient(Badge badge, Member member, DateTimeOffset at) =>
        at < badge.Told.Recipient ? badge : badge with
        {
            Recipient = Recipient.Of(badge.IsAddressChosen ? member with { Email = badge.Recipient.Email } : member),
            Told = badge.Told with { Recipient = at },
        };

    private static Badge WithValidity(Badge badge, DateOnly? lastDay, DateTimeOffset at) =>
        at < badge.Told.Validity ? badge : badge with { ExpiresOn = lastDay, Told = badge.Told with { Validity = at } };

    private static Badge WithSuspension(Badge badge, Suspension? suspension, DateTimeOffset at) =>
        at < badge.Told.Suspension ? badge : badge with { Suspension = suspension, Told = badge.Told with { Suspension = at } };

    private static Badge WithAchievement(Badge badge, Award award, DateTimeOffset at) => at < badge.Told.Achievement ? badge : badge with
    {
        AwardedOn = award.AwardedOn,
        Evidence = award.Evidence,
        // The list that is there when it says the same: records compare lists by reference.
        Results = badge.Results.SequenceEqual(award.Results ?? []) ? badge.Results : award.Results ?? [],
        Told = badge.Told with { Achievement = at },
    };

    // The member's language and identifier are no part of what the badge shows, nor is the address once it is the platform's account that has the badge. That it
    // is suspended is, but platforms know no suspension.
    private static bool IsShownTheSame(Badge badge, Badge heard) => heard with
    {
        Told = badge.Told,
        IsAddressChosen = badge.IsAddressChosen,
        Suspension = badge.Suspension,
        Recipient = heard.Recipient with
        {
            Locale = badge.Recipient.Locale,
            Did = badge.Recipient.Did,
            Email = IsWaiting(badge) && !EmailAddress.AreSame(heard.Recipient.Email, badge.Recipient.Email) ? heard.Recipient.Email : badge.Recipient.Email,
        },
    } == badge;

    // Together with what the member was not told yet.
    private static BadgeChanges ChangesOf(Badge badge, Badge heard)
    {
        var isTold = badge.Mails.Values.Any(mail => mail.IsDone && mail.Revision == badge.Revision);
        return (isTold ? BadgeChanges.None : badge.Changes)
            | (heard.Recipient.FullName != badge.Recipient.FullName ? BadgeChanges.Name : BadgeChanges.None)
            | (EmailAddress.AreSame(heard.Recipient.Email, badge.Recipient.Email) ? BadgeChanges.None : BadgeChanges.Address)
            | (heard.AwardedOn != badge.AwardedOn ? BadgeChanges.AwardedOn : BadgeChanges.None)
            | (heard.ExpiresOn != badge.ExpiresOn ? BadgeChanges.ExpiresOn : BadgeChanges.None)
            | (heard.Evidence != badge.Evidence ? BadgeChanges.Evidence : BadgeChanges.None)
            | (heard.Results.SequenceEqual(badge.Results) ? BadgeChanges.None : BadgeChanges.Results);
    }

    private static bool IsWaiting(Badge badge) => badge.State is BadgeState.Issuing || BadgeLifecycle.IsClaimable(badge.State);
}
