using System.Text.Json;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Tests.Web;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>Another body's site: the same code with another theme file.</summary>
public sealed class ThemedSiteTests(FrontDoorTests.App plain) : IClassFixture<FrontDoorTests.App>, IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync(("Web:ThemeFile", ThemeFileTests.Fjord));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_page_has_the_body_s_name_logo_colours_fonts_address_and_legal_links()
    {
        var page = await OpenAsync(_app);

        Assert.Equal("Sign in · Fjord Academy", await page.TitleAsync());
        await Assertions.Expect(page.Locator("header.site .brand")).ToHaveTextAsync("Fjord Academy");
        var logo = await page.Locator("header.site .brand img").GetAttributeAsync("src");
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(ThemeFileTests.Fjord)!, "fjord.svg")), await _app.Client.GetStringAsync(new Uri(logo!, UriKind.Relative)));
        foreach (var (name, address) in new[] { ("Imprint", "imprint"), ("Privacy", "privacy"), ("Accessibility", "accessibility") })
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToHaveAttributeAsync("href", $"https://academy.example/{address}");
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Terms of use" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("Strandgaten 1, 5013 Bergen");
        Assert.StartsWith("Georgia", await StyleAsync(page, "body", "fontFamily"), StringComparison.Ordinal);
        Assert.StartsWith("\"Trebuchet MS\"", await StyleAsync(page, "h1", "fontFamily"), StringComparison.Ordinal);
        Assert.Equal("rgb(0, 97, 74)", await StyleAsync(page, ".button.primary", "backgroundColor"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal("rgb(111, 214, 178)", await StyleAsync(page, ".button.primary", "backgroundColor"));
        Assert.Equal("rgb(11, 26, 22)", await StyleAsync(page, "body", "backgroundColor"));
    }

    [Fact]
    public async Task It_looks_different_from_the_app_s_own_theme()
    {
        var one = await (await OpenAsync(_app)).Locator("header.site").ScreenshotAsync();
        var other = await (await OpenAsync(plain.Running)).Locator("header.site").ScreenshotAsync();
        var again = await (await OpenAsync(plain.Running)).Locator("header.site").ScreenshotAsync();

        Assert.NotEqual(one, other);
        Assert.Equal(other, again);
    }

    [Fact]
    public async Task A_phone_s_home_screen_and_the_e_mails_have_them_too()
    {
        var manifest = JsonDocument.Parse(await _app.Client.GetStringAsync(new Uri("/site.webmanifest", UriKind.Relative))).RootElement;
        await _app.AwardAndMailAsync();
        var mail = Assert.Single(_app.Sandbox.Mailbox.Mails);

        Assert.Equal(
            ("My Badges · Fjord Academy", "#fffdf8", "#f2efe6"),
            (manifest.GetProperty("name").GetString(), manifest.GetProperty("theme_color").GetString(), manifest.GetProperty("background_color").GetString()));
        Assert.Contains("bgcolor=\"#00614a\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains(".card { background: #142822 !important; color: #eaf3ef !important; }", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("#0b5cad", mail.Html, StringComparison.Ordinal);
        Assert.All([mail.Html, mail.Text], part => Assert.Contains("Fjord Academy, Strandgaten 1, 5013 Bergen", part, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_theme_file_that_is_not_there_stops_the_start()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => BadgeApplication.StartAsync(("Web:ThemeFile", "theme/none.json")));

        Assert.Contains("\n- Web:ThemeFile is wrong: none.json cannot be read.", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IPage> OpenAsync(BadgeApplication app)
    {
        var page = await app.Chromium.OpenAsync();
        await page.GotoAsync($"{app.Url}/sign-in");
        return page;
    }

    private static Task<string> StyleAsync(IPage page, string selector, string property) =>
        page.EvaluateAsync<string>($"getComputedStyle(document.querySelector('{selector}')).{property}");
}
