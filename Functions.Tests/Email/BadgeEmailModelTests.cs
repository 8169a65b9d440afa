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
    }
}
