using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>The platforms by name.</summary>
internal sealed class BadgePlatforms(IEnumerable<IBadgePlatform> platforms)
{
    /// <summary>The platform of this name.</summary>
    public IBadgePlatform For(PlatformName name) =>
        platforms.FirstOrDefault(platform => platform.Name == name)
        ?? throw new InvalidOperationException($"There is no platform {name}.");

    /// <summary>The platform that the badge was, or is to be, issued on.</summary>
    public IBadgePlatform Of(Badge badge) => For(badge.PlatformName);
}
