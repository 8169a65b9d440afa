using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Members;

/// <summary>What "My badges" shows.</summary>
public sealed record MyBadgesModel(IReadOnlyList<BadgeSection> Sections, string FormToken);

/// <summary>One of the four sections.</summary>
public sealed record BadgeSection(BadgeCategory Category, IReadOnlyList<BadgeCard> Badges);

/// <summary>A badge in its section.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="State">What is to be said of its state.</param>
/// <param name="ClaimPath">Where CLAIM BADGE goes; null when it cannot be claimed.</param>
/// <param name="ClaimFormToken">The anti-forgery value of that form.</param>
/// <param name="PublicUrl">Its public page once it is accepted.</param>
/// <param name="SeeIt">What the link to it says.</param>
public sealed record BadgeCard(
    string Name, string ImageUrl, string? State, string? ClaimPath, string ClaimFormToken, string? PublicUrl, string SeeIt);
