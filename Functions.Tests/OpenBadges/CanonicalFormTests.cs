using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class CanonicalFormTests(NodeVerifiers node) : IClassFixture<NodeVerifiers>
{
    [Theory]
    [InlineData(0, 1000)]
    public async Task It_is_what_a_json_ld_processor_writes(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var json = AnyCredential.Of(seed).ToJson();

            var theirs = await node.CanonizeAsync(JsonNode.Parse(json)!);

            Assert.Equal(theirs, Ours(json));
        }
    }

    private static string Ours(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return string.Concat(CanonicalForm.OfCredential(document.RootElement).Sorted().Select(line => Encoding.UTF8.GetString(line.Span)));
    }
}
