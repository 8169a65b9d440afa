using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class CanonicalFormTests(NodeVerifiers node) : IClassFixture<NodeVerifiers>
{
    [Fact]
    public async Task It_is_what_a_json_ld_processor_writes()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var json = AnyCredential.Of(seed).ToJson();

            var theirs = await node.CanonizeAsync(JsonNode.Parse(json)!);

            Assert.Equal(theirs, Ours(json));
        }
    }

    /// <summary>RDFC-1.0, 3: by code point, which is not the order of UTF-16's units.</summary>
    [Fact]
    public void Lines_are_in_the_order_of_code_points()
    {
        var json = JsonNode.Parse(AnyCredential.Of(1).ToJson())!;
        json["credentialSubject"]!["achievement"]!["tag"] = new JsonArray("\U0001F600", "\uFF46");

        var ours = Ours(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.True(ours.IndexOf('\uFF46', StringComparison.Ordinal) < ours.IndexOf("\U0001F600", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"@context":["https://www.w3.org/2018/credentials/v1"]}""", "@context")]
    [InlineData("""{"id":"relative"}""", "id")]
    [InlineData("""{"id":"_:b0"}""", "id")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":{"@value":"x","@language":"en"}}""", "name")]
    [InlineData("""{"name":[["x"]]}""", "name")]
    [InlineData("""{"type":["VerifiableCredential","Surprise"]}""", "type")]
    [InlineData("""{"evidence":[{}]}""", "evidence")]
    [InlineData("""{"evidence":[{"type":"Evidence","name":"x"},{"type":"Evidence","name":"x"}]}""", "repetition")]
    [InlineData("""{"evidence":[{"@context":"https://example.org"}]}""", "@context")]
    public void What_is_not_exactly_understood_is_refused_by_name(string part, string what)
    {
        var json = JsonNode.Parse(AnyCredential.Of(1).ToJson())!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(part)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        Assert.Equal(what, Assert.Throws<NotCanonicalException>(() => Ours(Encoding.UTF8.GetBytes(json.ToJsonString()))).What);
    }

    private static string Ours(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return string.Concat(CanonicalForm.OfCredential(document.RootElement).Sorted().Select(line => Encoding.UTF8.GetString(line.Span)));
    }
}
