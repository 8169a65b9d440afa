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
        { Revocation: not null } => $"Your digital badge was revoked: {BadgeName}",
        { AcceptedUrl: not null } => $"You have a new digital badge: {BadgeName}",
        _ => $"Your digital badge was updated: {BadgeName}",
    };

    /// <summary>The first sentence.</summary>
    public string Opening => this switch
    {
        { Revocation: not null } => $"Your digital badge {BadgeName} was revoked and is no longer valid.",
        { AcceptedUrl: not null } =>
            $"Congratulations! {Organisation} has awarded you the digital badge {BadgeName}. Credly has accepted it for you, because auto-accept is on in your Credly settings.",
        _ => $"{Organisation} has updated your digital badge {BadgeName}.",
    };

    /// <summary>What is true now.</summary>
    public IReadOnlyList<string> Facts =>
    [
        $"awarded on {DisplayText.Day(AwardedOn)}",
        .. Revocation switch
        {
            null => [ExpiresOn is { } day ? $"valid until {DisplayText.Day(day)}" : "does not expire"],
            "" => Array.Empty<string>(),
            var why => [$"Reason: {why}"],
        },
    ];

    /// <summary>What the member can do.</summary>
    public string Next => this switch
    {
        { Revocation: not null } => $"If you think that this is a mistake, please write to {Organisation}.",
        { AcceptedUrl: not null } => "You do not need to claim it. You can share it from its page on Credly.",
        _ => "There is nothing for you to do. You can see it in My badges.",
    };

    /// <summary>Where the button leads, and what it says.</summary>
    public (string Text, string Url) Button => AcceptedUrl is { } accepted ? ("See your badge", accepted) : ("My badges", MyBadgesUrl);

    /// <summary>Why the member gets this e-mail.</summary>
    public string Reason => $"You get this e-mail because {Organisation} awarded you this badge and knows you by this address.";

    /// <summary>The plain part.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        Dear {GreetingName},

        {Opening}{(Changes is [] ? "" : $"\n\nWhat has changed\n\n{string.Join('\n', Changes)}")}

        {BadgeName}
        {string.Join('\n', Facts)}

        {Next}

        {Button.Text}: {Button.Url}

        --
        {Reason}
        """);
}
