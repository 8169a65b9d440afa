using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using Moq;

namespace BadgeFunctions.Functions.Tests.Claims;

public sealed class MailedClaimTests
{
    private static readonly Badge Moved = A.Badge() with { Recipient = A.Badge().Recipient with { Email = "right@example.org" }, Revision = 2 };

    [Fact]
    public void A_link_is_good_while_the_badge_goes_to_the_address_that_it_was_mailed_to()
    {
        var corrected = A.Badge() with { Recipient = A.Badge().Recipient with { FamilyName = "Bianchi" }, Revision = 3 };
        var written = A.Badge() with { Recipient = A.Badge().Recipient with { Email = "Maria.Rossi@Example.org" }, Revision = 3 };

        Assert.True(IsLinkOfFor(A.Badge(), A.Badge()));
        Assert.True(IsLinkOfFor(A.Badge(), corrected));
        Assert.True(IsLinkOfFor(A.Badge(), written));
        Assert.False(IsLinkOfFor(A.Badge(), Moved));
        Assert.True(IsLinkOfFor(Moved, Moved));
    }

    [Fact]
    public void A_link_tells_its_address_only_to_who_has_the_key()
    {
        var other = Links(Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]));

        Assert.NotEqual(Read(Links().PathFor(A.Badge())).Address, Read(other.PathFor(A.Badge())).Address);
    }

    [Theory]
    [InlineData("m-1.x_y@z-2")]
    [InlineData("google-oauth2|1")]
    [InlineData("CH/12")]
    [InlineData("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}")]
    [InlineData("urn:member:\u00fc-\u5b57#?%2F\\ 1")]
    public void A_member_s_id_is_read_as_it_was_written(string memberId)
    {
        var badge = A.Badge() with { Key = A.Badge().Key with { MemberId = memberId } };

        Assert.Equal(badge.Key, Read(Links().PathFor(badge)).Badge);
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

    private static bool IsLinkOfFor(Badge mailed, Badge now) => Links().IsFor(Read(Links().PathFor(mailed)), now);

    private static MailedClaim Read(string path) => Links().Read(path["/claim/".Length..])!;

    private static ClaimLink Links(string? addressKey = null)
    {
        var signing = new SigningOptions { Keys = [Convert.ToBase64String(new byte[32])], AddressKey = addressKey ?? Convert.ToBase64String(new byte[32]) };
        return new ClaimLink(
            new Signer(Mock.Of<IOptionsMonitor<SigningOptions>>(monitor => monitor.CurrentValue == signing)),
            new AddressDigest(Options.Create(signing)),
            Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "Example" }));
    }
}
