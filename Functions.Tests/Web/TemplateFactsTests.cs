using AngleSharp.Html.Parser;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Web;

/// <summary>What a badge's template says of it, as pages show it.</summary>
public sealed class TemplateFactsTests : IDisposable
{
    private readonly ServiceProvider _services = WebServices.Create();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Competences_are_links_under_the_name_of_their_framework_and_so_is_a_standard_that_has_an_address()
    {
        var facts = await FactsAsync(A.Template() with
        {
            Standards = ["ISO 21502", "ISO 21500"],
            Alignments =
            [
                new("ISO 21502", new Uri("https://example.org/iso")),
                new("Leadership", new Uri("https://example.org/icb#445"), "4.4.5", "ICB 4.0"),
                new("Teamwork", new Uri("https://example.org/icb#446"), "4.4.6", "ICB 4.0"),
                new("Self", new Uri("https://example.org/self")),
            ],
        });

        Assert.Equal("ISO 21502, ISO 21500", facts["Standards"].Text);
        Assert.Equal([("ISO 21502", "https://example.org/iso")], facts["Standards"].Links);
        Assert.Equal("ICB 4.0: 4.4.5 Leadership, 4.4.6 TeamworkSelf", facts["Competence elements"].Text);
        Assert.Equal(
            [("4.4.5 Leadership", "https://example.org/icb#445"), ("4.4.6 Teamwork", "https://example.org/icb#446"), ("Self", "https://example.org/self")],
            facts["Competence elements"].Links);
    }

    [Fact]
    public async Task Without_alignments_standards_are_names_and_there_are_no_competences()
    {
        var facts = await FactsAsync(A.Template() with { Standards = ["ISO 21502", WebServices.Hostile] });

        Assert.Equal($"ISO 21502, {WebServices.Hostile}", facts["Standards"].Text);
        Assert.Empty(facts["Standards"].Links);
        Assert.DoesNotContain("Competence elements", facts.Keys);
    }

    private async Task<Dictionary<string, (string Text, IEnumerable<(string Text, string Address)> Links)>> FactsAsync(BadgeTemplate template)
    {
        var html = await _services.GetRequiredService<PageRenderer>().HtmlAsync<PublicBadgePage>(
            new PublicBadgeModel("Badge", "Maria Rossi", "Body", new DateOnly(2021, 4, 26), "https://badges.example.org/badges/1")
            {
                ImagePath = "/assets/badge.png",
                Title = "Badge",
                Summary = "Badge",
                PictureUrl = "https://badges.example.org/badges/1/picture.png",
                Template = template,
            });
        var page = await new HtmlParser().ParseDocumentAsync(html);
        return page.QuerySelectorAll("dt").ToDictionary(
            term => term.TextContent,
            term => (term.NextElementSibling!.TextContent, term.NextElementSibling.QuerySelectorAll("a").Select(link => (link.TextContent, link.GetAttribute("href")!))));
    }
}
