using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Badges;

/// <summary>What a member reads about where their badge stands, and what is theirs to do next. Pure.</summary>
internal static class BadgeStanding
{
    /// <summary>Whether the member can press CLAIM BADGE now.</summary>
    public static bool IsClaimable(Badge badge, DateTimeOffset now) => BadgeLifecycle.IsClaimable(badge.State) && now < badge.ClaimableUntil;

    /// <summary>The last day on which it can be claimed; null when it cannot be.</summary>
    public static DateOnly? ClaimBy(Badge badge, DateTimeOffset now) =>
        IsClaimable(badge, now) ? DateOnly.FromDateTime(badge.ClaimableUntil.UtcDateTime) : null;

    /// <summary>The state in plain words; null when the button says it all.</summary>
    public static string? StateOf(Badge badge, string organisation, DateTimeOffset now) => badge.State switch
    {
        not (BadgeState.Revoked or BadgeState.Expired) when badge.Suspension is { } suspension =>
            L("Not valid at the moment: suspended since {0}. Reason: {1}", Day(suspension.At), DisplayText.Clean(suspension.Reason, int.MaxValue)),
        _ when BadgeLifecycle.IsClaimable(badge.State) && !IsClaimable(badge, now) => L("Not claimed in time"),
        BadgeState.Issuing when badge.Block is BadgeBlock.Duplicate =>
            L(
                "Credly allows this badge once per e-mail address, and {0} already has it. We have told {1}. You will get this one as soon as the other is revoked, or your e-mail address changes.",
                badge.Recipient.Email,
                organisation),
        BadgeState.Issuing when badge.Block is not null =>
            L("This badge cannot be issued yet. We have told {0}. There is nothing for you to do.", organisation),
        BadgeState.Issuing => L("On its way: we will e-mail you as soon as you can claim it"),
        BadgeState.Redirected => PlatformWords.For(badge.PlatformName).Waiting,
        BadgeState.Accepted when badge.AcceptedAt is { } at =>
            IsOnCredly(badge) ? L("Accepted on Credly on {0}", Day(at)) : L("Accepted on this site on {0}", Day(at)),
        BadgeState.Accepted => IsOnCredly(badge) ? L("Accepted on Credly") : L("Accepted on this site"),
        BadgeState.Declined => L("You declined this badge"),
        BadgeState.Revoked => L("No longer valid: it was revoked"),
        BadgeState.Expired when badge.ExpiresOn is { } last => L("No longer valid: it expired on {0}", DisplayText.Day(last)),
        BadgeState.Expired => L("No longer valid: it expired"),
        BadgeState.Lapsed => L("Not claimed in time"),
        BadgeState.Pending or BadgeState.TokenIssued when BadgeSteps.Undelivered(badge) is not null =>
            L("Our e-mail about this badge did not arrive. You can claim it here."),
        _ => null,
    };

    /// <summary>That its earner shows an accepted badge to nobody; null when it is not so.</summary>
    public static string? PrivacyOf(Badge badge) =>
        badge is { State: BadgeState.Accepted, Platform.IsPublic: false } or { State: BadgeState.Accepted, PlatformName: PlatformName.OpenBadges, IsShared: false }
            ? PlatformWords.For(badge.PlatformName).Private
            : null;

    /// <summary>Where everybody can see an accepted badge.</summary>
    public static string? PublicPageOf(Badge badge) => badge.VisibleUrl?.AbsoluteUri;

    /// <summary>The member's next steps, in the booklet's words.</summary>
    public static IReadOnlyList<string> NextStepsOf(Badge badge, string organisation, DateTimeOffset now)
    {
        return badge.State switch
        {
            _ when IsClaimable(badge, now) => IsOnCredly(badge) ? [.. ClaimOnCredly(badge), AutoAccept(organisation), MakePublic, Share] : ClaimHere,
            BadgeState.Accepted when badge.Suspension is not null => [],
            BadgeState.Accepted when !IsOnCredly(badge) => [badge.IsShared ? L("Share its page.") : L("Make it public, and share its page.")],
            BadgeState.Accepted => badge.Platform is { IsPublic: false } ? [MakePublic, Share, AutoAccept(organisation)] : [Share, AutoAccept(organisation)],
            BadgeState.Declined => [L("If you declined it by mistake, please write to us.")],
            _ => [],
        };
    }

    private static string MakePublic => L("Activate your badge: in your Dashboard on Credly, click on it and make it public.");

    private static string Share =>
        L("Share your achievement: connect your social media accounts on Credly, or add the badge to your e-mail signature.");

    private static string[] ClaimHere =>
        [L("Claim the badge."), L("Go on to your badge within the time limit of 2 minutes."), L("Accept it, and share its page.")];

    private static IEnumerable<string> ClaimOnCredly(Badge badge) =>
    [
        badge.State is BadgeState.Redirected ? L("If you did not finish on Credly, claim the badge again.") : L("Claim the badge."),
        L("Proceed to Credly within the time limit of 2 minutes."),
        L("Create a Credly account, just the first time a badge is issued to you. Be sure to use the same e-mail address: {0}.", badge.Recipient.Email),
    ];

    private static string AutoAccept(string organisation) =>
        L("In your settings on Credly, turn on auto-accept for badges from {0}. Your next ones then appear there by themselves.", organisation);

    private static bool IsOnCredly(Badge badge) => badge.PlatformName is PlatformName.Credly;

    private static string Day(DateTimeOffset instant) => DisplayText.Day(DateOnly.FromDateTime(instant.UtcDateTime));
}
