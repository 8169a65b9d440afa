namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>A badge that is to be issued, and what becomes of it where its earner has one already.</summary>
internal sealed record BadgeOrder(CredlyBadge Badge, CredlyDuplicates Duplicates)
{
    public const string Duplicate = "User already has this badge, and duplicates are not permitted by the issuer.";
}
