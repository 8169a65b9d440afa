using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly;

namespace BadgeFunctions.Functions.Tests.Credly;

/// <summary>What Credly may write in a template's lists.</summary>
public sealed class CredlyTemplateTests
{
    [Fact]
    public void A_standard_with_an_address_is_an_alignment_and_what_has_none_that_can_be_linked_is_a_name()
    {
        var template = TemplateWith("""
            [
              { "name": "ISO 21502", "url": "https://example.org/iso", "description": "Guidance" }, { "name": "ISO 21500", "url": "https://example.org/old", "description": " " }, { "name": "Unlinked", "url": null }, { "name": "Odd", "url": "javascript:alert(1)" },
              { "name": "Relative", "url": "/iso" }, { "name": " ", "url": "https://example.org/" }, { "url": "https://example.org/" }, { "name": 7, "url": 7 }, "Text", 7, null
            ]
            """);

        Assert.Equal(
            [new Alignment("ISO 21502", new Uri("https://example.org/iso"), Description: "Guidance"), new Alignment("ISO 21500", new Uri("https://example.org/old"))],
            template.LinkedStandards());
        Assert.Equal(["ISO 21502", "ISO 21500", "Unlinked", "Odd", "Relative", "Text"], template.StandardNames());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"ISO 21502\"")]
    public void What_is_no_list_has_no_standards(string json) => Assert.Empty(TemplateWith(json).LinkedStandards());

    private static CredlyTemplate TemplateWith(string alignments) => new("1", "Name", null, "active") { Alignments = JsonDocument.Parse(alignments).RootElement };
}
