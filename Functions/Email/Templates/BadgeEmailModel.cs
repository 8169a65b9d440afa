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
/// <param name="IsReminder">Whether an earlier e-mail was sent.</param>
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

    /// <summary>The subject.</summary>
    public string Subject => this switch
    {
        { IsUpdate: true } => $"Your digital badge was updated, claim it: {BadgeName}",
        { IsReminder: true } => $"Reminder: claim your digital badge {BadgeName}",
        _ => $"Claim your digital badge: {BadgeName}",
    };

    /// <summary>The first sentence.</summary>
    public string Opening => this switch
    {
        { IsUpdate: true } => $"{Organisation} has updated your digital badge {BadgeName}. It is waiting for you.",
        { IsReminder: true } => $"Your digital badge {BadgeName} is still waiting for you.",
        _ => $"Congratulations! {Organisation} has awarded you the digital badge {BadgeName}.",
    };

    /// <summary>Where the badge is accepted.</summary>
    public PlatformName Platform { get; init; }

    /// <summary>What happens next.</summary>
    public IReadOnlyList<string> Steps => PlatformWords.StepsFor(Platform, Address);

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason =>
        $"You get this e-mail because {Organisation} awarded you a badge and knows you by this address. Whoever has the link can claim the "
        + "badge, so do not pass it on.";

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        Dear {GreetingName},

        {Opening}{(Changes is [] ? "" : $"\n\nWhat has changed\n\n{string.Join('\n', Changes)}")}

        {BadgeName}
        awarded on {DisplayText.Day(AwardedOn)}

        CLAIM BADGE: {ClaimUrl}

        What happens next

        {string.Join('\n', Steps.Select((step, index) => $"{index + 1}. {step}"))}

        You can claim your badge until {DisplayText.Day(ClaimableUntil)}.

        --
        {Reason}
        """);
}
