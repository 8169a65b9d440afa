using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyErrorDocumentTests
{
    [Theory]
    [InlineData("""{ "data": { "message": "Badge template is inactive" } }""", "Badge template is inactive")]
    [InlineData("""{ "data": { "message": "Invalid", "errors": [] } }""", "Invalid")]
    [InlineData("""{ "data": { "message": "Invalid", "errors": [{ "attribute": "a", "messages": ["is x", "is y"] }] } }""", "Invalid (a: is x, is y)")]
    [InlineData("""{ "data": { "errors": [{ "attribute": "a", "messages": ["is x"] }, { "messages": ["is z"] }, 5] } }""", "a: is x; is z")]
    [InlineData("""{ "data": {} }""", null)]
    [InlineData("""{ "data": [] }""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    public void The_document_is_told_in_words(string body, string? words) => Assert.Equal(words, CredlyErrorDocument.Read(body));
}
