using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class CredentialSchemaTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly Issuer _issuer = new();

    [Fact]
    public void The_specification_s_schema_accepts_every_credential()
    {
        foreach (var seed in Enumerable.Range(30_000, 500))
        {
            var signed = _issuer.Keys.Sign(AnyCredential.Of(seed).ToJson(), Now);

            Assert.Null(ErrorOf(JsonNode.Parse(signed)!));
        }
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("credentialSubject")]
    [InlineData("validFrom")]
    [InlineData("@context")]
    public void It_refuses_a_credential_that_lacks_what_it_needs(string property)
    {
        var credential = JsonNode.Parse(AnyCredential.Of(1).ToJson())!.AsObject();
        credential.Remove(property);

        Assert.NotNull(ErrorOf(credential));
    }

    [Fact]
    public void It_refuses_a_second_status()
    {
        var credential = JsonNode.Parse(AnyCredential.Of(2).ToJson())!.AsObject();
        credential["credentialStatus"] = new JsonArray(credential["credentialStatus"]!.DeepClone());

        Assert.NotNull(ErrorOf(credential));
    }

    private static string? ErrorOf(JsonNode credential)
    {
        var element = JsonSerializer.SerializeToElement(credential);
        return OpenBadgesSchema.All
            .Select(schema => schema.Evaluate(element, new EvaluationOptions { OutputFormat = OutputFormat.List }))
            .Where(result => !result.IsValid)
            .Select(result => JsonSerializer.Serialize(result))
            .FirstOrDefault();
    }
}
