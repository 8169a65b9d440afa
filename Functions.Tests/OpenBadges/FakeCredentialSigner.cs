using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>Adds a proof that proves nothing, and counts.</summary>
internal sealed class FakeCredentialSigner : ICredentialSigner
{
    private int _signed;

    public int Signed => _signed;

    public string Did => "did:web:badges.example.org";

    public byte[] Sign(ReadOnlySpan<byte> unsignedJson, DateTimeOffset created)
    {
        Interlocked.Increment(ref _signed);
        var credential = JsonNode.Parse(unsignedJson)!.AsObject();
        credential["proof"] = new JsonObject { ["type"] = "DataIntegrityProof", ["created"] = created.ToString("O") };
        return JsonSerializer.SerializeToUtf8Bytes(credential);
    }
}
