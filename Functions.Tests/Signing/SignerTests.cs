using System.Security.Cryptography;
using BadgeFunctions.Functions.Signing;
using Microsoft.Extensions.Options;
using Moq;

namespace BadgeFunctions.Functions.Tests.Signing;

public sealed class SignerTests
{
    private static readonly string Key = NewKey();
    private static readonly string OlderKey = NewKey();

    [Fact]
    public void What_was_signed_comes_back() => Assert.Equal("payload", Signer(Key).Verify("p", Signer(Key).Sign("p", "payload")));

    [Fact]
    public void A_signature_for_one_purpose_is_none_for_another() =>
        Assert.Null(Signer(Key).Verify("session", Signer(Key).Sign("claim-link", "payload")));

    [Fact]
    public void An_older_key_verifies_until_it_is_taken_out()
    {
        var signed = Signer(OlderKey).Sign("p", "payload");

        Assert.Equal("payload", Signer(Key, OlderKey).Verify("p", signed));
        Assert.Null(Signer(Key).Verify("p", signed));
    }

    [Fact]
    public void Any_changed_character_is_noticed()
    {
        var signed = Signer(Key).Sign("p", "0123456789abcdef0123456789abcdef");
        for (var i = 0; i < signed.Length; i++)
        {
            var changed = signed.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.Null(Signer(Key).Verify("p", new string(changed)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("!!!.???")]
    public void What_is_no_signed_text_is_refused(string? text) => Assert.Null(Signer(Key).Verify("p", text));

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Signer Signer(params string[] keys) =>
        new(Mock.Of<IOptionsMonitor<SigningOptions>>(monitor => monitor.CurrentValue == OptionsOf(keys)));

    private static SigningOptions OptionsOf(string[] keys) => new() { Keys = keys, AddressKey = Key };
}
