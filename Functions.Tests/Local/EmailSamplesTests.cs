using AngleSharp.Html.Parser;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Local;

/// <summary>The e-mails of the preview: every kind, in every language.</summary>
public sealed class EmailSamplesTests : IDisposable
{
    private readonly ServiceProvider _services = WebServices.Create();

    public static TheoryData<string> Languages => [.. Language.All.Select(language => language.Tag)];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_kind_is_written_in_full_and_its_links_are_absolute(string language)
    {
        Language.Find(language)!.Use();

        foreach (var (kind, content) in await _services.EmailSamplesAsync())
        {
            Assert.All([content.Subject, content.Html, content.Text], part =>
            {
                Assert.False(string.IsNullOrWhiteSpace(part), kind);
                Assert.DoesNotMatch(@"\{\d", part);
            });
            Assert.DoesNotContain('\n', content.Subject);
            var links = LinksOf(content.Html).ToList();
            Assert.NotEmpty(links);
            Assert.All(links, link => Assert.Matches("^(https?://[^/]|mailto:)", link));
        }
    }

    private static IEnumerable<string> LinksOf(string html) => new HtmlParser().ParseDocument(html)
        .QuerySelectorAll("[href], [src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!);
}
