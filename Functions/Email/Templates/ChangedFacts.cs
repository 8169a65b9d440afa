using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Email.Templates;

/// <summary>What has changed of a badge, as the e-mail about its update lists it. Pure.</summary>
internal static class ChangedFacts
{
    public static IReadOnlyList<string> Of(Badge badge)
    {
        (BadgeChanges Change, string Fact)[] all =
        [
            (BadgeChanges.Name, $"Name: {badge.Recipient.FullName}"),
            (BadgeChanges.Address, $"E-mail address: {badge.Recipient.Email}"),
            (BadgeChanges.AwardedOn, $"Awarded on: {DisplayText.Day(badge.AwardedOn)}"),
            (BadgeChanges.ExpiresOn, badge.ExpiresOn is { } day ? $"Valid until: {DisplayText.Day(day)}" : "It no longer expires"),
            (BadgeChanges.Evidence, badge.Evidence is { } evidence ? $"Evidence: {evidence.AbsoluteUri}" : "It no longer has evidence"),
        ];
        return [.. all.Where(one => badge.Changes.HasFlag(one.Change)).Select(one => one.Fact)];
    }
}
