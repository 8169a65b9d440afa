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
            (BadgeChanges.Name, L("Name: {0}", badge.Recipient.FullName)),
            (BadgeChanges.Address, L("E-mail address: {0}", badge.Recipient.Email)),
            (BadgeChanges.AwardedOn, L("Awarded on: {0}", DisplayText.Day(badge.AwardedOn))),
            (BadgeChanges.ExpiresOn, badge.ExpiresOn is { } day ? L("Valid until: {0}", DisplayText.Day(day)) : L("It no longer expires")),
            (BadgeChanges.Evidence, badge.Evidence is { } evidence ? L("Evidence: {0}", evidence.AbsoluteUri) : L("It no longer has evidence")),
            // Not the marks themselves: they are for the member alone, and an e-mail is read by others.
            (BadgeChanges.Results, L("Your results: you can see them in My badges")),
        ];
        return [.. all.Where(one => badge.Changes.HasFlag(one.Change)).Select(one => one.Fact)];
    }
}
