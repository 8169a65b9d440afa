namespace BadgeFunctions.Functions.Badges;

/// <summary>The badges (section <c>Badges</c>).</summary>
public sealed class BadgesOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Badges";

    /// <summary>Where the badge templates issue that a new installation is seeded with; each template's row can say otherwise.</summary>
    public PlatformName Platform { get; set; } = PlatformName.Credly;
}
