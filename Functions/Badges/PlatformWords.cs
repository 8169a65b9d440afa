namespace BadgeFunctions.Functions.Badges;

/// <summary>What members read about the platform of a badge. Credly's are the booklet's own words.</summary>
/// <param name="GoOn">What the dialog says before they go on to it.</param>
/// <param name="GoOnButton">The button.</param>
/// <param name="GoneOn">That they have gone on to it.</param>
/// <param name="SeeIt">The link to its page.</param>
/// <param name="Rejected">Where they rejected it.</param>
/// <param name="Waiting">The state of a badge that waits there, and why it can be claimed all the same.</param>
/// <param name="Private">The state of an accepted badge that its earner shows nobody.</param>
public sealed record PlatformWords(
    string GoOn,
    string GoOnButton,
    string GoneOn,
    string SeeIt,
    string Rejected,
    string Waiting,
    string Private)
{
    private static PlatformWords Credly => new(
        L("You will be redirected to a Credly website."),
        L("GO TO CREDLY"),
        L("You have gone on to Credly."),
        L("See it on Credly"),
        L("You rejected it on Credly."),
        L("You went on to Credly. Not finished? Claim it again."),
        L("Private: only you can see it on Credly"));

    private static PlatformWords OpenBadges => new(
        L("You will be taken to the page where you accept your badge."),
        L("GO TO MY BADGE"),
        L("You have gone on to accept your badge."),
        L("See your badge"),
        L("You rejected it."),
        L("You went on to accept it. Not finished? Claim it again."),
        L("Private: only you can see it"));

    /// <summary>The words about a platform.</summary>
    public static PlatformWords For(PlatformName name) => name is PlatformName.OpenBadges ? OpenBadges : Credly;

    /// <summary>What happens after the claim, in steps, as the e-mail says it.</summary>
    public static IReadOnlyList<string> StepsFor(PlatformName name, string address) => name is PlatformName.OpenBadges
        ?
        [
            L("Press CLAIM BADGE in this e-mail, and again on the page that it opens."),
            L("Go on to your badge within two minutes. If you are late, simply claim the badge again."),
            L("Accept your badge and share its page."),
        ]
        :
        [
            L("Press CLAIM BADGE in this e-mail, and again on the page that it opens."),
            L("Go on to Credly within two minutes. If you are late, simply claim the badge again."),
            L("The first time, create a Credly account with this e-mail address: {0}.", address),
            L("Accept your badge on Credly and share it. If you turn on auto-accept in Credly's settings, your next badges need no claim."),
        ];
}
