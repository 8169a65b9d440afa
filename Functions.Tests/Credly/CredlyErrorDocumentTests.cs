using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyErrorDocumentTests
{
    [Theory]
    [InlineData("""{ "data": { "message": "Badge template is inactive" } }""", "Badge template is inactive")]
    [InlineData("""{ "data": { "message": "Invalid", "errors": [] } }""", "Invalid")]
    [InlineData("""{ "data": { "message": "Invalid", "errors": [{ "attribute": "a", "messages": ["is x", "is y"] }] } }""", "Invalid (a: is x, is y)")]
    [InlineData("""{ "data": { "errors": [{ "attribute": "a", "messages": ["is x"] }, { "messages": ["is z"] }, 5] } }""", "a: is x; is z")]
    [InlineData("""{ "data": { "message": "\ud800", "errors": [{ "attribute": "\ud800", "messages": ["is x", "\udc00"] }] } }""", "is x")]
    [InlineData("""{ "\ud800": 1, "data": { "\ud800": 1, "message": "Invalid" } }""", "Invalid")]
    [InlineData("""{ "data": {} }""", null)]
    [InlineData("""{ "data": [] }""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    public void The_document_is_told_in_words(string body, string? words) => Assert.Equal(words, CredlyErrorDocument.Read(body)?.Words);

    [Theory]
    [InlineData("""{ "data": { "message": "replaced" }, "metadata": { "current_badge_id": "b-2" } }""", "b-2")]
    [InlineData("""{ "data": { "message": "replaced" }, "metadata": { "current_badge_id": 5 } }""", null)]
    [InlineData("""{ "data": { "message": "replaced" }, "metadata": null }""", null)]
    public void It_may_name_the_badge_that_took_the_place(string body, string? id) => Assert.Equal(id, CredlyErrorDocument.Read(body)!.CurrentBadgeId);
}
