using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Tests.Claims;

public sealed class MailedClaimTests
{
    private static readonly Badge Moved = A.Badge() with { Recipient = A.Badge().Recipient with { Email = "right@example.org" }, Revision = 2 };

    [Fact]
    public void What_is_signed_can_be_read()
    {
        var mailed = MailedClaim.Of(A.Badge());

        Assert.Equal(mailed, MailedClaim.Read(mailed.ToString()));
        Assert.Equal(A.Badge().Key, mailed.Badge);
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
    public void A_member_s_id_may_have_hyphens()
    {
        var badge = A.Badge() with { Key = A.Badge().Key with { MemberId = "m-1.x_y@z-2" } };

        Assert.Equal(badge.Key, MailedClaim.Read(MailedClaim.Of(badge).ToString())!.Badge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0123456789abcdef0123456789abcdef-")]
    [InlineData("0123456789abcdef0123456789abcdef-0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef-0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef-0123456789abcdef-")]
    [InlineData("0123456789abcdef0123456789abcde-0123456789abcdef-m-1")]
    public void What_is_no_link_s_text_is_null(string text) => Assert.Null(MailedClaim.Read(text));
}
