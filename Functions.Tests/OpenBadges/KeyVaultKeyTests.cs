using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class KeyVaultKeyTests : KeyVaultTest
{
    private static readonly byte[] Data = Encoding.ASCII.GetBytes("header.payload");

    [Fact]
    public async Task An_RSA_key_signs_what_its_public_part_verifies()
    {
        Vault.Add("v1", Rsa, A.Now);

        var version = await Key.SigningVersionAsync(CancellationToken.None);
        var signature = await Key.SignAsync(version, Data, CancellationToken.None);

        Assert.Equal(("v1", "RS256", A.Now), (version.Version, version.Algorithm, version.CreatedAt));
        Assert.Equal(["e", "kty", "n"], version.PublicKey.Keys);
        Assert.Equal("RSA", version.PublicKey["kty"]);
        using var verifier = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(version.PublicKey["n"]),
            Exponent = Base64Url.DecodeFromChars(version.PublicKey["e"]),
        });
        Assert.True(verifier.VerifyData(Data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(["https://vault.azure.net/.default"], App.Asked[^1].Scopes);
    }

    [Fact]
    public async Task An_EC_key_signs_what_its_public_part_verifies()
    {
        Vault.Add("v1", Ec, A.Now);

        var version = await Key.SigningVersionAsync(CancellationToken.None);
        var signature = await Key.SignAsync(version, Data, CancellationToken.None);

        Assert.Equal("ES256", version.Algorithm);
        Assert.Equal([("crv", "P-256"), ("kty", "EC")], version.PublicKey.Take(2).Select(member => (member.Key, member.Value)));
        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(version.PublicKey["x"]), Y = Base64Url.DecodeFromChars(version.PublicKey["y"]) },
        });
        Assert.True(verifier.VerifyData(Data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData("RSA-HSM", "RSA")]
    [InlineData("EC-HSM", "EC")]
    public async Task A_key_in_a_hardware_module_is_the_same_to_who_verifies(string type, string expected)
    {
        Vault.Add("v1", expected == "RSA" ? Rsa : Ec, A.Now);
        AlterKeys(jwk => jwk["kty"] = type);

        Assert.Equal(expected, (await Key.SigningVersionAsync(CancellationToken.None)).PublicKey["kty"]);
    }

    [Fact]
    public async Task A_private_part_is_not_read_even_where_one_is_sent()
    {
        Vault.Add("v1", Rsa, A.Now);
        AlterKeys(jwk => jwk["d"] = "private");

        var version = Assert.Single(await Key.VersionsAsync(CancellationToken.None));

        Assert.DoesNotContain("d", version.PublicKey.Keys);
        Assert.DoesNotContain("private", version.PublicKey.Values);
    }

    [Theory]
    [InlineData("oct", null)]
    [InlineData("EC", "P-384")]
    public async Task A_key_that_cannot_sign_a_credential_is_refused_by_its_type(string type, string? curve)
    {
        Vault.Add("v1", Ec, A.Now);
        AlterKeys(jwk => (jwk["kty"], jwk["crv"]) = (type, curve));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Contains($"type {type} {curve}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_enabled_versions_are_told_newest_first_also_those_that_ended()
    {
        Vault.Add("ended", Rsa, A.Now.AddYears(-3), until: A.Now.AddYears(-1));
        Vault.Add("newest", Rsa, A.Now.AddDays(-1));
        Vault.Add("disabled", Rsa, A.Now.AddHours(-5), enabled: false);
        Vault.Add("older", Rsa, A.Now.AddYears(-1));

        var versions = await Key.VersionsAsync(CancellationToken.None);

        Assert.Equal(["newest", "older", "ended"], versions.Select(version => version.Version));
        Assert.Equal("newest", (await Key.SigningVersionAsync(CancellationToken.None)).Version);
        Assert.DoesNotContain("GET /disabled", Vault.Calls);
    }

    [Fact]
    public async Task A_rotated_key_signs_with_its_new_version_once_everybody_knows_it_and_the_old_one_stays_known()
    {
        Vault.Add("old", Rsa, A.Now.AddYears(-1));
        await Key.VersionsAsync(CancellationToken.None);
        using var next = RSA.Create(2048);
        Vault.Add("next", next, A.Now);

        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["old"], (await Key.VersionsAsync(CancellationToken.None)).Select(version => version.Version));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["next", "old"], (await Key.VersionsAsync(CancellationToken.None)).Select(version => version.Version));
        Assert.Equal("old", (await Key.SigningVersionAsync(CancellationToken.None)).Version);
        Clock.Advance(TimeSpan.FromHours(1));

        var version = await Key.SigningVersionAsync(CancellationToken.None);
        Assert.Equal("next", version.Version);
        Assert.True(next.VerifyData(
            Data, await Key.SignAsync(version, Data, CancellationToken.None), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Versions_are_read_once_an_hour_for_all_who_ask()
    {
        Vault.Add("v1", Rsa, A.Now);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Key.VersionsAsync(CancellationToken.None)));

        Assert.Equal(["GET /versions", "GET /v1"], Vault.Calls);
    }

    [Fact]
    public async Task Without_a_version_that_may_sign_the_error_says_so()
    {
        Vault.Add("disabled", Rsa, A.Now, enabled: false);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.SigningVersionAsync(CancellationToken.None));

        Assert.Contains("no version that may sign", error.Message, StringComparison.Ordinal);
    }
}
