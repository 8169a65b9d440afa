using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("maria.rossi@example.org")]
    [InlineData("maria+badges@example.org")]
    [InlineData("o'brien_!#$%&*/=?^`{|}~-@example.org")]
    [InlineData("MARIA@EXAMPLE.ORG")]
    [InlineData("maria@b\u00fccher.example")]
    [InlineData("maria@xn--bcher-kva.example")]
    [InlineData("\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a")]
    [InlineData("maria@\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com")]
    [InlineData("maria@8.example")]
    public void An_address_is_taken(string address) => Assert.True(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("")]
    [InlineData("maria")]
    [InlineData("maria@")]
    [InlineData("@example.org")]
    [InlineData("maria@example")]
    [InlineData("maria@-example.org")]
    [InlineData("maria@exa_mple.org")]
    [InlineData("maria@example..org")]
    [InlineData("maria@example.org.")]
    [InlineData("maria@xn--zz.example")]
    [InlineData("maria rossi@example.org")]
    [InlineData("maria@rossi@example.org")]
    [InlineData("maria@example.org\r\nBcc: x@example.org")]
    [InlineData("Maria <maria@example.org>")]
    [InlineData("\"maria\"@example.org")]
    [InlineData("mailto:maria@example.org")]
    public void What_is_no_address_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("maria@[192.0.2.1]")]
    [InlineData("maria@[IPv6:2001:db8::1]")]
    [InlineData("maria@192.0.2.1")]
    [InlineData("maria@example.123")]
    [InlineData("maria@example.\uFF11\uFF12")]
    public void An_address_literal_or_a_numeric_top_level_domain_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("maria.@example.org")]
    [InlineData(".maria@example.org")]
    [InlineData("maria..rossi@example.org")]
    public void A_dot_that_stands_beside_nothing_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("ma\u200Bria@example.org")]
    [InlineData("\u202Emaria@example.org")]
    [InlineData("\uFEFFmaria@example.org")]
    [InlineData("ma\u00ADria@example.org")]
    [InlineData("ma\u200Dria@example.org")]
    [InlineData("maria@exam\u00ADple.org")]
    [InlineData("maria@exam\u200Bple.org")]
    [InlineData("maria@example.org\uFEFF")]
    [InlineData("\u3164@example.org")]
    [InlineData("\uFFFE@example.org")]
    [InlineData("maria@exam\uFFFFple.org")]
    [InlineData("ma\uD800ria@example.org")]
    public void An_address_with_an_invisible_character_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Fact]
    public void An_address_of_254_characters_is_taken_and_a_longer_one_is_not()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 3)) + ".example";

        Assert.True(EmailAddress.IsValid($"{new string('a', 253 - domain.Length)}@{domain}"));
        Assert.False(EmailAddress.IsValid($"{new string('a', 254 - domain.Length)}@{domain}"));
        Assert.False(EmailAddress.IsValid($"{new string('a', 65)}@example.org"));
    }

    [Theory]
    [InlineData("Maria@Example.org", "maria@example.ORG")]
    [InlineData("jana@b\u00fccher.example", "jana@xn--bcher-kva.example")]
    [InlineData("jana@BU\u0308CHER.example", "jana@xn--bcher-kva.example")]
    [InlineData("jana@stra\u00dfe.example", "jana@xn--strae-oqa.example")]
    [InlineData("jose\u0301@example.org", "JOS\u00c9@example.org")]
    [InlineData("  jana@example.org ", "jana@example.org")]
    public void Two_spellings_of_an_address_are_one(string one, string other)
    {
        Assert.True(EmailAddress.AreSame(one, other));
        Assert.Equal(A.Digests.Of(one), A.Digests.Of(other));
    }

    [Fact]
    public void A_sharp_s_is_not_two() => Assert.False(EmailAddress.AreSame("jana@stra\u00dfe.example", "jana@strasse.example"));

    [Fact]
    public void A_domain_is_sent_in_ASCII_and_the_name_before_it_as_it_was_written() =>
        Assert.Equal("J\u00e1na@xn--bcher-kva.example", EmailAddress.ForDelivery("J\u00e1na@B\u00fccher.example"));
}
