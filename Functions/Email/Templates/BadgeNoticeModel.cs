using System.Globalization;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What the e-mail about a badge says that was taken back, or that was accepted or updated and needs nothing of the member.</summary>
/// <param name="Organisation">The certification body's name.</param>
/// <param name="GreetingName">The member's name in the greeting.</param>
/// <param name="BadgeName">The badge's name.</param>
/// <param name="ImageUrl">Its image, absolute.</param>
/// <param name="AwardedOn">The day of the award.</param>
/// <param name="ExpiresOn">The last day of validity; null for ever.</param>
/// <param name="MyBadgesUrl">Where the member sees it.</param>
/// <param name="Revocation">Why it was taken back, empty where nobody said; null when it was updated.</param>
public sealed record BadgeNoticeModel(
    string Organisation,
    string GreetingName,
    string BadgeName,
    string ImageUrl,
    DateOnly AwardedOn,
    DateOnly? ExpiresOn,
    string MyBadgesUrl,
    string? Revocation)
{
    /// <summary>Of an update: what was changed, a line each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Of a badge that the platform accepted by itself: where the member sees and shares it.</summary>
    public string? AcceptedUrl { get; init; }

    /// <summary>The subject.</summary>
    public string Subject => this switch
    {
        { Revocation: not null } => L("Your digital badge was revoked: {0}", BadgeName),
        { AcceptedUrl: not null } => L("You have a new digital badge: {0}", BadgeName),
        _ => L("Your digital badge was updated: {0}", BadgeName),
    };

    /// <summary>What mailboxes show beside the subject.</summary>
    public string Preheader => this switch
    {
        { Revocation: not null } => L("What it means for you, and what you can do if it is a mistake."),
        { AcceptedUrl: not null } => L("It is yours already. See it, and share it."),
        _ => L("See what it says now."),
    };

    /// <summary>The greeting.</summary>
    public string Greeting => L("Dear {0},", GreetingName);

    /// <summary>The first sentence.</summary>
    public string Opening => this switch
    {
        { Revocation: not null } => L("Your digital badge {0} was revoked and is no longer valid.", BadgeName),
        { AcceptedUrl: not null } => L(
            "Congratulations! {0} has awarded you the digital badge {1}. Credly has accepted it for you, because auto-accept is on in your Credly settings.",
            Organisation,
            BadgeName),
        _ => L("{0} has updated your digital badge {1}.", Organisation, BadgeName),
    };

    /// <summary>What is true now.</summary>
    public IReadOnlyList<string> Facts =>
    [
        L("awarded on {0}", DisplayText.Day(AwardedOn)),
        .. Revocation switch
        {
            null => [ExpiresOn is { } day ? L("valid until {0}", DisplayText.Day(day)) : L("does not expire")],
            "" => Array.Empty<string>(),
            var why => [L("Reason: {0}", why)],
        },
    ];

    /// <summary>What the member can do.</summary>
    public string Next => this switch
    {
        { Revocation: not null } => L("If you think that this is a mistake, please write to {0}.", Organisation),
        { AcceptedUrl: not null } => L("You do not need to claim it. You can share it from its page on Credly."),
        _ => L("There is nothing for you to do. You can see it in My badges."),
    };

    /// <summary>Where the button leads, and what it says.</summary>
    public (string Text, string Url) Button => AcceptedUrl is { } accepted ? (L("See your badge"), accepted) : (L("My Badges"), MyBadgesUrl);

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason => L("You get this e-mail because {0} awarded you this badge and knows you by this address.", Organisation);

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Greeting}

        {Opening}{EmailTemplates.Listed(Changes)}

        {BadgeName}
        {string.Join('\n', Facts)}

        {Next}

        {Button.Text}: {Button.Url}

        --
        {Reason}
        """);
}
