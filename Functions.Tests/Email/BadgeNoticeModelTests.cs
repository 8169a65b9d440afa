using BadgeFunctions.Functions.Email.Templates;

namespace BadgeFunctions.Functions.Tests.Email;

public sealed class BadgeNoticeModelTests
{
    private static readonly BadgeNoticeModel Updated = new(
        "IPMA",
        "Maria",
        "Best Practice Week attendee",
        "https://badges.example.org/assets/image.png",
        new DateOnly(2021, 4, 26),
        new DateOnly(2030, 12, 31),
        "https://badges.example.org/my-badges",
        Revocation: null);

    private static readonly BadgeNoticeModel Revoked = Updated with { Revocation = "Awarded by mistake" };

    [Fact]
    public void The_subject_says_what_happened()
    {
        Assert.Equal("Your digital badge was updated: Best Practice Week attendee", Updated.Subject);
        Assert.Equal("Your digital badge was revoked: Best Practice Week attendee", Revoked.Subject);
    }

    [Fact]
    public void An_update_says_what_is_true_now_and_asks_for_nothing()
    {
        Assert.Equal("IPMA has updated your digital badge Best Practice Week attendee.", Updated.Opening);
        Assert.Equal(["awarded on 26 April 2021", "valid until 31 December 2030"], Updated.Facts);
        Assert.Equal(["awarded on 26 April 2021", "does not expire"], (Updated with { ExpiresOn = null }).Facts);
        Assert.StartsWith("There is nothing for you to do.", Updated.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_badge_says_that_nothing_has_to_be_claimed_and_where_it_is_shared()
    {
        var accepted = Updated with { AcceptedUrl = "https://www.credly.com/badges/1" };

        Assert.Equal("You have a new digital badge: Best Practice Week attendee", accepted.Subject);
        Assert.Equal("You do not need to claim it. You can share it from its page on Credly.", accepted.Next);
        Assert.Equal(("See your badge", "https://www.credly.com/badges/1"), accepted.Button);
        Assert.Contains("See your badge: https://www.credly.com/badges/1", accepted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revocation_says_why_and_whom_to_write_to()
    {
        Assert.Equal("Your digital badge Best Practice Week attendee was revoked and is no longer valid.", Revoked.Opening);
        Assert.Equal(["awarded on 26 April 2021", "Reason: Awarded by mistake"], Revoked.Facts);
        Assert.Equal("If you think that this is a mistake, please write to IPMA.", Revoked.Next);
    }

    [Fact]
    public void A_revocation_without_a_reason_names_none() =>
        Assert.Equal(["awarded on 26 April 2021"], (Revoked with { Revocation = "" }).Facts);

    [Fact]
    public void The_plain_part_has_it_all_and_no_claim_link()
    {
        foreach (var part in new[] { Revoked.Opening, Revoked.Facts[1], Revoked.Next, "My Badges: https://badges.example.org/my-badges", Revoked.Reason })
        {
            Assert.Contains(part, Revoked.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/claim/", Revoked.Text + Updated.Text, StringComparison.Ordinal);
    }
}
