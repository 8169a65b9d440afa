using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What the claim e-mail and its reminders say; the HTML and the plain part are made of the same words.</summary>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="GreetingName">The member's name in the greeting.</param>
/// <param name="Address">The address that the e-mail goes to.</param>
/// <param name="BadgeName">The badge's name.</param>
/// <param name="ImageUrl">Its image, absolute.</param>
/// <param name="AwardedOn">The day of the award.</param>
/// <param name="ClaimUrl">The claim link.</param>
/// <param name="ClaimableUntil">The last day on which it can be claimed.</param>
/// <param name="IsReminder">Whether it reminds of an earlier e-mail.</param>
public sealed record BadgeEmailModel(
    string Organisation,
    string GreetingName,
    string Address,
    string BadgeName,
    string ImageUrl,
    DateOnly AwardedOn,
    string ClaimUrl,
    DateOnly ClaimableUntil,
    bool IsReminder)
{
    /// <summary>Whether the badge was corrected, renewed, or sent to another address before.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>What was changed then, a line each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Whether the claim e-mail was asked for again.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Of a reminder: where the member stops the next ones.</summary>
    public string? StopRemindersUrl { get; init; }

    /// <summary>Where the badge is accepted.</summary>
    public PlatformName Platform { get; init; }

    /// <summary>The subject.</summary>
    public string Subject => this switch
    {
        { IsUpdate: true } => L("Your digital badge was updated, claim it: {0}", BadgeName),
        { IsReminder: true } => L("Reminder: claim your digital badge {0}", BadgeName),
        _ => L("Claim your digital badge: {0}", BadgeName),
    };

    /// <summary>What mailboxes show beside the subject.</summary>
    public string Preheader => this switch
    {
        { IsUpdate: true } => L("See what has changed, and claim it by {0}.", LastDay),
        { IsReminder: true } => L("You can claim it until {0}. It takes a few minutes.", LastDay),
        _ => L("Awarded on {0}, and yours to claim until {1}.", Day, LastDay),
    };

    /// <summary>The greeting.</summary>
    public string Greeting => L("Dear {0},", GreetingName);

    /// <summary>The first sentence.</summary>
    public string Opening => this switch
    {
        { IsUpdate: true } => L("{0} has updated your digital badge {1}. It is waiting for you.", Organisation, BadgeName),
        { IsReminder: true } => L("Your digital badge {0} is still waiting for you.", BadgeName),
        { IsAgain: true } => L("Here is the e-mail about your digital badge {0} once more. The badge is waiting for you.", BadgeName),
        _ => L("Congratulations! {0} has awarded you the digital badge {1}.", Organisation, BadgeName),
    };

    /// <summary>When it was awarded.</summary>
    public string Awarded => L("awarded on {0}", Day);

    /// <summary>What happens next.</summary>
    public IReadOnlyList<string> Steps => PlatformWords.StepsFor(Platform, Address);

    /// <summary>How long it can be claimed.</summary>
    public string Deadline => L("You can claim your badge until {0}.", LastDay);

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason => IsAgain
        ? L("You get this e-mail because somebody asked {0} to send it to your address again. Whoever has the link can claim the badge, so do not pass it on.", Organisation)
        : L(
            "You get this e-mail because {0} awarded you a badge and knows you by this address. Whoever has the link can claim the badge, so do not pass it on.",
            Organisation);

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Greeting}

        {Opening}{EmailTemplates.Listed(Changes)}

        {BadgeName}
        {Awarded}

        {L("CLAIM BADGE")}: {ClaimUrl}

        {L("What happens next")}

        {string.Join('\n', Steps.Select((step, index) => $"{index + 1}. {step}"))}

        {Deadline}

        --
        {Reason}
        """);

    private string Day => DisplayText.Day(AwardedOn);

    private string LastDay => DisplayText.Day(ClaimableUntil);
}
