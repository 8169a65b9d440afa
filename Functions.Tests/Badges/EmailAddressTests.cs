using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("maria.rossi@example.org")]
    [InlineData("maria+badges@example.org")]
    [InlineData("MARIA@EXAMPLE.ORG")]
    [InlineData("maria@bücher.example")]
    public void An_address_is_taken(string address) => Assert.True(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("maria")]
    [InlineData("maria@")]
    [InlineData("@example.org")]
    [InlineData("maria@example")]
    [InlineData("maria@-example.org")]
    [InlineData("maria rossi@example.org")]
    [InlineData("maria@example.org\r\nBcc: x@example.org")]
    [InlineData("Maria <maria@example.org>")]
    public void What_is_no_address_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Fact]
    public void An_address_of_254_characters_is_taken_and_a_longer_one_is_not()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 3)) + ".example";

        Assert.True(EmailAddress.IsValid($"{new string('a', 253 - domain.Length)}@{domain}"));
        Assert.False(EmailAddress.IsValid($"{new string('a', 254 - domain.Length)}@{domain}"));
    }

    [Fact]
    public void Case_does_not_tell_two_addresses_apart() =>
        Assert.Equal(EmailAddress.Digest("Maria@Example.org"), EmailAddress.Digest("maria@example.ORG"));
}
