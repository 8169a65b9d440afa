using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>An app whose signing key is being exchanged.</summary>
public sealed class SigningKeyRotationTests : CallbackTest
{
    private protected override (string Name, string? Value)[] Settings =>
    [
        ("Callbacks:AllowPrivateAddresses", "true"),
        ("Signing:Keys:0", Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)])),
        ("Signing:Keys:1", Convert.ToBase64String(new byte[32])),
    ];

    [Fact]
    public async Task While_two_signing_keys_live_both_sign()
    {
        await RegisterAsync(CallbackTypes.Issued);
        await IssueAsync();

        var heard = Assert.Single(await TakenAsync(1));

        Assert.Equal(2, heard.Signatures.Split(' ').Distinct().Count());
    }
}
