using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>What of an award reaches Credly.</summary>
public sealed class CredlyIssueTests
{
    [Fact]
    public async Task An_award_is_issued_with_its_names_days_evidence_locale_and_our_id_and_without_an_e_mail_of_credly_s()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample() with { ExpiresOn = "2031-04-26", Evidence = "https://example.org/evidence/1" };
        achievement = achievement with { Member = achievement.Member with { Locale = "fr-CA" } };

        var (badge, _) = await app.AwardAndMailAsync(achievement);

        var there = Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Equal((achievement.Member.GivenName, achievement.Member.FamilyName), (there.FirstName, there.LastName));
        Assert.Equal((achievement.Member.Email, badge.BadgeId, "fr-CA"), (there.RecipientEmail, there.IssuerEarnerId, there.Locale));
        Assert.Equal(new DateTimeOffset(2031, 4, 26, 23, 59, 59, TimeSpan.Zero), there.ExpiresAt);
        Assert.Equal("https://example.org/evidence/1", Assert.Single(there.Evidence).Value);
        Assert.True(there.SuppressesNotification);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }
}
