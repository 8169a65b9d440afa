using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Tests.Claims;

public sealed class MailedClaimTests
{
    private static readonly MailedClaim OfAnEarlierVersion = MailedClaim.Read(A.Badge().Key.BadgeId)!;

    private static readonly Badge Moved = A.Badge() with { Recipient = A.Badge().Recipient with { Email = "right@example.org" }, Revision = 2 };

    [Fact]
    public void What_is_signed_can_be_read()
    {
        var mailed = MailedClaim.Of(A.Badge());

        Assert.Equal(mailed, MailedClaim.Read(mailed.ToString()));
        Assert.Equal(A.Badge().Key.BadgeId, mailed.BadgeId);
        Assert.DoesNotContain("example", mailed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_good_while_the_badge_goes_to_the_address_that_it_was_mailed_to()
    {
        var corrected = A.Badge() with { Recipient = A.Badge().Recipient with { FamilyName = "Bianchi" }, Revision = 3 };
        var written = A.Badge() with { Recipient = A.Badge().Recipient with { Email = "Maria.Rossi@Example.org" }, Revision = 3 };

        Assert.True(MailedClaim.Of(A.Badge()).IsFor(A.Badge()));
        Assert.True(MailedClaim.Of(A.Badge()).IsFor(corrected));
        Assert.True(MailedClaim.Of(A.Badge()).IsFor(written));
        Assert.False(MailedClaim.Of(A.Badge()).IsFor(Moved));
        Assert.True(MailedClaim.Of(Moved).IsFor(Moved));
    }

    [Fact]
    public void A_link_of_an_earlier_version_is_good_until_something_about_the_badge_changes()
    {
        Assert.True(OfAnEarlierVersion.IsFor(A.Badge()));
        Assert.False(OfAnEarlierVersion.IsFor(Moved));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0123456789abcdef0123456789abcdef-")]
    [InlineData("0123456789abcdef0123456789abcdef-0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef-0123456789abcdef-0")]
    [InlineData("0123456789abcdef0123456789abcde-0123456789abcdef")]
    public void What_is_no_link_s_text_is_null(string text) => Assert.Null(MailedClaim.Read(text));
}
