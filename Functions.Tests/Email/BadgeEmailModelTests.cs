using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email.Templates;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class BadgeEmailModelTests
{
    private static readonly BadgeEmailModel Claim = new(
        "IPMA",
        "Maria",
        "maria.rossi@example.org",
        "Best Practice Week attendee",
        "https://badges.example.org/assets/image.png",
        new DateOnly(2021, 4, 26),
        "https://badges.example.org/claim/link",
        new DateOnly(2022, 4, 26),
        IsReminder: false);

    [Fact]
    public void The_subject_says_what_it_is()
    {
        Assert.Equal("Claim your digital badge: Best Practice Week attendee", Claim.Subject);
        Assert.StartsWith("Reminder", (Claim with { IsReminder = true }).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plain_part_has_the_link_the_next_steps_the_last_day_and_the_reason()
    {
        Assert.Contains("CLAIM BADGE: https://badges.example.org/claim/link", Claim.Text, StringComparison.Ordinal);
        Assert.Contains("create a Credly account with this e-mail address: maria.rossi@example.org", Claim.Text, StringComparison.Ordinal);
        Assert.Contains("until 26 April 2022", Claim.Text, StringComparison.Ordinal);
        Assert.Contains("You get this e-mail because IPMA awarded you a badge", Claim.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("What has changed", Claim.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_says_what_has_changed()
    {
        var badge = A.Badge() with
        {
            Recipient = A.Badge().Recipient with { FamilyName = "Bianchi", Email = "maria.bianchi@example.org" },
            ExpiresOn = new DateOnly(2030, 12, 31),
            Changes = BadgeChanges.Name | BadgeChanges.Address | BadgeChanges.ExpiresOn | BadgeChanges.Evidence,
        };

        var facts = ChangedFacts.Of(badge);

        Assert.Equal(
            ["Name: Maria Bianchi", "E-mail address: maria.bianchi@example.org", "Valid until: 31 December 2030", "It no longer has evidence"], facts);
        Assert.Contains($"What has changed\n\n{string.Join('\n', facts)}", (Claim with { IsUpdate = true, Changes = facts }).Text, StringComparison.Ordinal);
        Assert.Equal(["Awarded on: 26 April 2021"], ChangedFacts.Of(A.Badge() with { Changes = BadgeChanges.AwardedOn }));
        Assert.Equal(
            ["Your results: you can see them in My badges"],
            ChangedFacts.Of(A.Badge() with { Changes = BadgeChanges.Results, Results = [new("Exam", "87", ResultType.Percent, null)] }));
        Assert.Equal(["It no longer expires"], ChangedFacts.Of(A.Badge() with { Changes = BadgeChanges.ExpiresOn }));
    }
}
