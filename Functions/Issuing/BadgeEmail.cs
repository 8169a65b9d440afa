using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>The input of <see cref="SendBadgeEmail"/>.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Kind">See <see cref="PlannedEmail.Kind"/>.</param>
public sealed record BadgeEmail(BadgeKey Badge, string Kind);
