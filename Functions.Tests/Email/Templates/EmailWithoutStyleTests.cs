using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Functions.Tests.Web;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.Email.Templates;

/// <summary>Every e-mail as mailboxes show it: with its style sheet and without, light and dark, from left to right and from right to left.</summary>
public sealed partial class EmailWithoutStyleTests : IAsyncLifetime
{
    // Of each text that is seen: its contrast (WCAG 2.2, 1.4.3), its size, and whether it leaves the screen.
    private const string Unreadable = """
        () => {
            const parts = color => color.match(/[\d.]+/g).map(Number);
            const light = color => parts(color).slice(0, 3).map(part => part / 255)
                .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
            const ground = element => {
                for (; element; element = element.parentElement) {
                    const color = getComputedStyle(element).backgroundColor;
                    if (parts(color)[3] !== 0) return color;
                }
                return 'rgb(255, 255, 255)';
            };
            const unreadable = [];
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const element = texts.currentNode.parentElement, text = texts.currentNode.textContent.trim();
                if (!text || !element.checkVisibility()) continue;
                const style = getComputedStyle(element), [one, other] = [light(style.color), light(ground(element))].sort((less, more) => less - more);
                const box = element.getBoundingClientRect();
                if ((other + 0.05) / (one + 0.05) < 4.5 || parseFloat(style.fontSize) < 13 || box.left < 0 || box.right > innerWidth + 0.5)
                    unreadable.push(`${text.slice(0, 40)}: ${style.color} on ${ground(element)}, ${style.fontSize}, ${box.left} to ${box.right}`);
            }
            return unreadable;
        }
        """;

    private ServiceProvider _services = null!;
    private Chromium _chromium = null!;

    public Task InitializeAsync()
    {
        (_services, _chromium) = (WebServices.Create(), new Chromium());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("en", true, false)]
    [InlineData("en", true, true)]
    [InlineData("en", false, false)]
    [InlineData("en", false, true)]
    [InlineData("ar", true, true)]
    [InlineData("ar", false, false)]
    public async Task Every_text_of_every_kind_can_be_read(string language, bool hasStyle, bool isDark)
    {
        Language.Find(language)!.Use();
        var page = await _chromium.OpenAsync(javaScript: true);
        await page.SetViewportSizeAsync(320, 640);
        await page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
        await page.RouteAsync("**/*", route => route.AbortAsync());
        foreach (var (kind, content) in await _services.EmailSamplesAsync())
        {
            var html = hasStyle ? content.Html : Style().Replace(content.Html, "");
            Assert.Equal(hasStyle, html.Contains("<style", StringComparison.Ordinal));
            await page.SetContentAsync(html);

            var unreadable = await page.EvaluateAsync<string[]>(Unreadable);
            Assert.True(unreadable.Length == 0, $"{kind}: {string.Join('\n', unreadable)}");
        }
    }

    [Theory]
    [InlineData("color:#999999;background:#ffffff")]
    [InlineData("color:#000000;background:#333333")]
    [InlineData("font-size:11px")]
    [InlineData("width:2000px")]
    public async Task What_cannot_be_read_is_found(string style)
    {
        var page = await _chromium.OpenAsync();
        await page.SetContentAsync($"<p style=\"{style}\">Hello</p>");

        Assert.Single(await page.EvaluateAsync<string[]>(Unreadable));
    }

    [Fact]
    public async Task Without_a_style_sheet_in_a_dark_mailbox_the_e_mail_keeps_its_light_design()
    {
        var page = await _chromium.OpenAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var content = (await _services.EmailSamplesAsync())["Claim (Credly)"];

        await page.SetContentAsync(Style().Replace(content.Html, ""));
        var light = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        await page.SetContentAsync(content.Html);
        var dark = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

        var ground = Convert.FromHexString(Theme.Default.Light[ThemeColour.Ground].AsSpan(1));
        Assert.Equal($"rgb({ground[0]}, {ground[1]}, {ground[2]})", light);
        Assert.NotEqual(light, dark);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
