using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>A hosted badge as pages show it.</summary>
public sealed record HostedBadgeView(
    string Name,
    string RecipientName,
    string ImagePath,
    DateOnly AwardedOn,
    DateOnly? ExpiresOn,
    string Description,
    string Criteria,
    IReadOnlyList<string> Skills,
    string? Evidence)
{
    internal static HostedBadgeView Of(HostedBadge badge) => new(
        DisplayText.Clean(badge.Name),
        DisplayText.Clean(badge.RecipientName),
        $"/badge-images/{badge.TemplateCode}",
        badge.AwardedOn,
        badge.ExpiresOn,
        badge.Description,
        badge.Criteria,
        badge.Skills,
        badge.Evidence?.AbsoluteUri);
}
