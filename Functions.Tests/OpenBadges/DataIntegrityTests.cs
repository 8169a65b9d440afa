using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;
using NSec.Cryptography;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>Proofs, next to those of an independent implementation.</summary>
public sealed class DataIntegrityTests(NodeVerifiers node) : IClassFixture<NodeVerifiers>
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static readonly string[] Contexts = [Vocabulary.CredentialsContext];

    private static readonly string[] ListTypes = ["VerifiableCredential", "BitstringStatusListCredential"];

    private readonly Issuer _issuer = new();

    [Fact]
    public async Task Others_verify_what_is_signed_here()
    {
        var documents = await DocumentsAsync();
        foreach (var seed in Enumerable.Range(10_000, 100))
        {
            var signed = JsonNode.Parse(_issuer.Keys.Sign(AnyCredential.Of(seed).ToJson(), Now))!;

            Assert.Null(await node.VerifyAsync(signed, documents));

            signed["name"] = $"{signed["name"]}.";
            Assert.Contains("Invalid signature", await node.VerifyAsync(signed, documents));
        }
    }

    [Fact]
    public async Task What_others_sign_is_verified_here()
    {
        foreach (var seed in Enumerable.Range(20_000, 100))
        {
            var signed = await node.IssueAsync(JsonNode.Parse(AnyCredential.Of(seed).ToJson())!, _issuer.PrivateKey);

            Assert.True(_issuer.Verifies(Encoding.UTF8.GetBytes(signed.ToJsonString())));

            signed["description"] = $"{signed["description"]}.";
            Assert.False(_issuer.Verifies(Encoding.UTF8.GetBytes(signed.ToJsonString())));
        }
    }

    [Fact]
    public async Task A_verifier_of_other_people_s_badges_takes_a_credential_whose_issuer_is_a_key()
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, _issuer.Seed, KeyBlobFormat.RawPrivateKey);
        var did = $"did:key:{Multikey.Of(key.PublicKey)}";
        var unsigned = JsonNode.Parse(AnyCredential.Of(1, did).ToJson())!.AsObject();
        // It would ask the network for the status.
        unsigned.Remove("credentialStatus");
        var signed = JsonNode.Parse(DataIntegrity.Sign(Encoding.UTF8.GetBytes(unsigned.ToJsonString()), key, $"{did}#{Multikey.Of(key.PublicKey)}", Now))!;

        Assert.Null(await node.VerifyWithCoreAsync(signed));

        signed["name"] = "Another";
        Assert.NotNull(await node.VerifyWithCoreAsync(signed));
    }

    [Fact]
    public void A_credential_verifies_however_its_json_is_laid_out()
    {
        var signed = _issuer.Keys.Sign(AnyCredential.Of(3).ToJson(), Now);
        var node = JsonNode.Parse(signed)!.AsObject();
        var reversed = new JsonObject(node.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Assert.True(_issuer.Verifies(Encoding.UTF8.GetBytes(node.ToJsonString(new JsonSerializerOptions { WriteIndented = true }))));
        Assert.True(_issuer.Verifies(Encoding.UTF8.GetBytes(reversed.ToJsonString())));
    }

    [Fact]
    public void One_flipped_byte_anywhere_in_a_credential_fails_verification()
    {
        var signed = _issuer.Keys.Sign(AnyCredential.Of(4).ToJson(), Now);
        Assert.True(_issuer.Verifies(signed));
        var random = new Random(5);
        for (var place = 0; place < signed.Length; place++)
        {
            var altered = signed.ToArray();
            altered[place] ^= (byte)(1 << random.Next(8));

            Assert.True(!_issuer.Verifies(altered) || SaysTheSame(signed, altered), $"Byte {place}: {Encoding.UTF8.GetString(altered)}");
        }
    }

    [Fact]
    public void A_property_that_is_not_understood_is_neither_signed_nor_verified()
    {
        var unsigned = JsonNode.Parse(AnyCredential.Of(6).ToJson())!.AsObject();
        unsigned["credentialSubject"]!["nickname"] = "Mimi";

        var error = Assert.Throws<NotCanonicalException>(() => _issuer.Keys.Sign(Encoding.UTF8.GetBytes(unsigned.ToJsonString()), Now));

        Assert.Equal("nickname", error.What);
    }

    [Fact]
    public void A_key_that_was_retired_still_verifies_and_signs_no_more()
    {
        var signed = _issuer.Keys.Sign(AnyCredential.Of(7).ToJson(), Now);
        var old = _issuer.Keys.ProofKeys.Values.Single();

        Assert.True(new Issuer(seed: 2, [Multikey.Of(old)]).Verifies(signed));
        Assert.False(new Issuer(seed: 2).Verifies(signed));
        Assert.Contains(Multikey.Of(old), new Issuer(seed: 2, [Multikey.Of(old)]).Keys.ProofKeys.Keys.Last(), StringComparison.Ordinal);
    }

    // Of white space that became other white space, or an escape written another way, a reader of JSON sees nothing.
    private static bool SaysTheSame(byte[] one, byte[] other) =>
        JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    private async Task<Dictionary<string, JsonNode>> DocumentsAsync()
    {
        var documents = await _issuer.DocumentsAsync();
        foreach (var list in Enumerable.Range(1, 3))
        {
            var address = $"https://badges.example.org/status-lists/{list}";
            documents[address] = JsonNode.Parse(_issuer.Keys.Sign(
                JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
                {
                    ["@context"] = Contexts,
                    ["id"] = address,
                    ["type"] = ListTypes,
                    ["issuer"] = _issuer.Keys.Did,
                    ["credentialSubject"] = new
                    {
                        id = $"{address}#list",
                        type = "BitstringStatusList",
                        statusPurpose = "revocation",
                        encodedList = StatusBits.None.Encode(),
                    },
                }),
                Now))!;
        }

        return documents;
    }
}
