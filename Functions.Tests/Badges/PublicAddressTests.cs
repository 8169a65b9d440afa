using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class PublicAddressTests
{
    private static readonly BadgeKey Badge = A.Badge().Key;

    private static readonly PublicAddress Addresses = With(new byte[32], new byte[32]);

    [Fact]
    public void It_leads_to_its_badge_and_says_nothing_of_it()
    {
        var slug = SlugOf(Addresses, Badge);

        Assert.Equal(Badge.BadgeId, Addresses.BadgeIdOf(slug));
        Assert.Equal(22, slug.Length);
        Assert.DoesNotContain(Badge.BadgeId[..8], slug, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"https://badges.example.org/badges/{slug}", Addresses.UrlOf(Badge).AbsoluteUri);
    }

    [Fact]
    public void It_survives_a_new_signing_key_and_cannot_be_made_without_the_key_that_is_for_good()
    {
        var slug = SlugOf(Addresses, Badge);

        Assert.Equal(slug, SlugOf(With([.. Enumerable.Repeat((byte)7, 32)], new byte[32]), Badge));
        Assert.NotEqual(slug, SlugOf(With(new byte[32], [.. Enumerable.Repeat((byte)7, 32)]), Badge));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("#aaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("\u0001aaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAB")]
    public void What_is_no_address_leads_nowhere(string slug) => Assert.Null(Addresses.BadgeIdOf(slug));

    private static string SlugOf(PublicAddress addresses, BadgeKey badge) => addresses.PathOf(badge)["/badges/".Length..];

    private static PublicAddress With(byte[] key, byte[] addressKey) => new(
        Options.Create(new SigningOptions { Keys = [Convert.ToBase64String(key)], AddressKey = Convert.ToBase64String(addressKey) }),
        Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "Example" }));
}
