using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Tests.OpenBadges;
using BadgeFunctions.Functions.Verification;
using NSec.Cryptography;

namespace BadgeFunctions.Functions.Tests.Verification;

/// <summary>What attackers and accidents make of credentials, and what is said of it.</summary>
public sealed class SignatureCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly Issuer _issuer = new();

    [Fact]
    public async Task Both_forms_of_a_genuine_credential_pass()
    {
        var (json, jwt) = await SignedAsync(1);

        Assert.Equal(CheckResult.Passed, (await RunAsync(json)).Result);
        Assert.Equal(CheckResult.Passed, (await RunAsync(jwt)).Result);
    }

    [Fact]
    public async Task One_altered_character_anywhere_in_a_jwt_fails()
    {
        var (_, jwt) = await SignedAsync(2);
        for (var place = 0; place < jwt.Length; place += 7)
        {
            var altered = new StringBuilder(jwt) { [place] = jwt[place] == 'A' ? 'B' : 'A' }.ToString();

            Assert.NotEqual(CheckResult.Passed, Submission.OfText(altered) is Submission.Jwt ? (await RunAsync(altered)).Result : CheckResult.Failed);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task Another_algorithm_than_the_key_s_fails(string algorithm)
    {
        var (_, jwt) = await SignedAsync(3);
        var parts = jwt.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        header["alg"] = algorithm;
        var data = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{parts[1]}";
        // Key confusion: the public key as the secret of a MAC.
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes((await _issuer.Keys.JwtKeysAsync(default))[0].Jwk.Thumbprint), Encoding.ASCII.GetBytes(data));

        foreach (var signature in new[] { parts[2], "", Encode(mac) })
        {
            Assert.Equal(CheckResult.Failed, (await RunAsync($"{data}.{signature}")).Result);
        }
    }

    [Fact]
    public async Task A_key_that_comes_with_the_token_is_nobody_s()
    {
        using var own = RSA.Create(2048);
        var payload = AnyCredential.Of(4).ToJson();
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", jwk = new { kty = "RSA", n = Encode(own.ExportParameters(false).Modulus!), e = "AQAB" } });
        var data = $"{Encode(header)}.{Encode(payload)}";
        var jwt = $"{data}.{Encode(own.SignData(Encoding.ASCII.GetBytes(data), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

        Assert.Equal(CheckResult.Failed, (await RunAsync(jwt)).Result);
    }

    [Theory]
    [InlineData("iss", "did:web:other.example")]
    [InlineData("jti", "https://badges.example.org/other")]
    [InlineData("sub", "urn:uuid:1")]
    [InlineData("nbf", 1)]
    [InlineData("exp", 1)]
    public async Task A_jwt_whose_claims_contradict_its_credential_fails(string claim, object value)
    {
        var (_, jwt) = await SignedAsync(5);
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1]))!;
        payload[claim] = JsonSerializer.SerializeToNode(value);
        var data = $"{jwt.Split('.')[0]}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        var key = (await _issuer.Keys.JwtKeysAsync(default))[0];

        var check = await RunAsync($"{data}.{Encode(await _issuer.Keys.SignJwtAsync(key, Encoding.ASCII.GetBytes(data), default))}");

        Assert.Equal((CheckResult.Failed, "The parts of this JWT contradict each other."), (check.Result, check.Explanation));
    }

    [Fact]
    public async Task Another_issuer_s_key_does_not_sign_for_this_one()
    {
        var other = new Issuer(seed: 9);

        var check = await RunAsync(Encoding.UTF8.GetString(other.Keys.Sign(AnyCredential.Of(6).ToJson(), Now)));

        Assert.Equal((CheckResult.Failed, "It is signed with a key that is not its issuer's."), (check.Result, check.Explanation));
    }

    [Theory]
    [InlineData("did:web:bаdges.example.org")]
    [InlineData("did:web:badges.example.org.attacker.example")]
    [InlineData("did:web:BADGES.example.org")]
    [InlineData("https://badges.example.org/")]
    public async Task An_issuer_that_only_looks_like_this_one_is_another_one(string did)
    {
        var credential = JsonNode.Parse(_issuer.Keys.Sign(AnyCredential.Of(7).ToJson(), Now))!;
        credential["issuer"]!["id"] = did;

        Assert.Equal(CheckResult.NotChecked, (await RunAsync(credential.ToJsonString())).Result);
    }

    [Fact]
    public async Task An_issuer_that_is_a_key_is_checked_and_signs_for_no_other_one()
    {
        using var key = Key.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, new byte[32], KeyBlobFormat.RawPrivateKey);
        var did = $"did:key:{Multikey.Of(key.PublicKey)}";
        var method = $"{did}#{Multikey.Of(key.PublicKey)}";

        Assert.Equal(CheckResult.Passed, (await RunAsync(Encoding.UTF8.GetString(DataIntegrity.Sign(AnyCredential.Of(8, did).ToJson(), key, method, Now)))).Result);
        Assert.Equal(CheckResult.Failed, (await RunAsync(Encoding.UTF8.GetString(DataIntegrity.Sign(AnyCredential.Of(8).ToJson(), key, method, Now)))).Result);
    }

    [Fact]
    public async Task A_credential_without_a_signature_fails()
    {
        Assert.Equal(CheckResult.Failed, (await RunAsync(Encoding.UTF8.GetString(AnyCredential.Of(9).ToJson()))).Result);
        Assert.Equal(CheckResult.Failed, (await RunAsync("{\"@context\":[],\"proof\":[]}")).Result);
    }

    [Theory]
    [InlineData("{\"proof\":7}")]
    [InlineData("{\"proof\":[[]]}")]
    [InlineData("{\"proof\":{\"type\":\"Ed25519Signature2020\"}}")]
    [InlineData("{\"proof\":{\"type\":7,\"cryptosuite\":\"eddsa-rdfc-2022\"},\"issuer\":[]}")]
    [InlineData("{\"proof\":{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\",\"proofPurpose\":\"authentication\"}}")]
    [InlineData("{\"proof\":{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\",\"proofPurpose\":\"assertionMethod\"},\"issuer\":\"\\ud800\"}")]
    public async Task A_proof_of_a_strange_form_never_passes_and_never_throws(string json) =>
        Assert.NotEqual(CheckResult.Passed, (await RunAsync(json)).Result);

    [Fact]
    public async Task What_was_added_and_is_not_understood_fails()
    {
        var credential = JsonNode.Parse(_issuer.Keys.Sign(AnyCredential.Of(10).ToJson(), Now))!;
        credential["credentialSubject"]!["role2"] = "Director";

        var check = await RunAsync(credential.ToJsonString());

        Assert.Equal((CheckResult.Failed, "It has something at “role2” that its issuer did not sign."), (check.Result, check.Explanation));
    }

    private async Task<(string Json, string Jwt)> SignedAsync(int seed)
    {
        var credential = AnyCredential.Of(seed);
        var json = _issuer.Keys.Sign(credential.ToJson(), Now);
        return (Encoding.UTF8.GetString(json), await CredentialJwt.SignAsync(_issuer.Keys, credential, json, default));
    }

    private async Task<Check> RunAsync(string text)
    {
        var keys = (await _issuer.Keys.JwtKeysAsync(default)).ToDictionary(_issuer.Keys.AddressOf);
        return new SignatureCheck(_issuer.Keys, keys).Run(Submission.OfText(text)).Check;
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
