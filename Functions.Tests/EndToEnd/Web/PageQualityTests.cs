using System.Text.Json;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>What every page keeps to, whoever wrote it.</summary>
[Collection(SiteGallery.Collection)]
public sealed class PageQualityTests(SiteGallery gallery)
{
    private const int MaxBytes = 50 * 1024;

    // Without the badges' images, which are of their own size.
    private const string Measure = """
        () => {
          const loaded = performance.getEntriesByType('resource').filter(entry => !entry.name.includes('/badge-images/'));
          const bytes = [performance.getEntriesByType('navigation')[0], ...loaded].reduce((sum, entry) => sum + entry.decodedBodySize, 0);
          return { bytes, width: document.documentElement.scrollWidth, shift: window.shift ?? 0, moved: window.moved.join('; '), descriptions: document.querySelectorAll('meta[name=description]').length };
        }
        """;

    private const string WatchShifts = """
        window.moved = [];
        new PerformanceObserver(list => list.getEntries().forEach(entry => {
          window.shift = (window.shift ?? 0) + entry.value;
          window.moved.push(...entry.sources.map(({ node, previousRect, currentRect }) => `${node?.parentElement?.className} ${node?.outerHTML ?? node?.data} ${previousRect.y} ${currentRect.y}`));
        })).observe({ type: 'layout-shift', buffered: true });
        """;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Every_page_is_light_fits_a_narrow_phone_stands_still_and_asks_nobody_else(string language)
    {
        var window = await gallery.OpenAsync(language);
        await window.SetViewportSizeAsync(320, 640);
        await window.AddInitScriptAsync(WatchShifts);
        List<string> asked = [], refused = [], complaints = [];
        window.Request += (_, request) => asked.Add(request.Url);
        window.Console += (_, message) => refused.AddRange(message.Text.Contains("Content Security Policy", StringComparison.Ordinal) ? [message.Text] : Array.Empty<string>());
        var origins = gallery.Pages.Select(page => new Uri(page.Address).GetLeftPart(UriPartial.Authority)).Distinct().ToList();
        foreach (var page in gallery.Pages)
        {
            asked.Clear();
            await gallery.ShowAsync(window, page);
            var seen = await window.EvaluateAsync<JsonElement>(Measure);
            complaints.AddRange(asked.Where(url => !origins.Any(origin => url.StartsWith(origin, StringComparison.Ordinal))).Select(url => $"{page.Name} asks for {url}"));
            complaints.AddRange(refused.Select(message => $"{page.Name}: {message}"));
            refused.Clear();
            Complain(seen.GetProperty("bytes").GetInt32() is > 0 and < MaxBytes, page, $"has {seen.GetProperty("bytes")} bytes");
            Complain(seen.GetProperty("descriptions").GetInt32() == 1, page, $"has {seen.GetProperty("descriptions")} descriptions");
            Complain(seen.GetProperty("width").GetInt32() <= 320, page, $"is {seen.GetProperty("width")} pixels wide");
            Complain(seen.GetProperty("shift").GetDouble() < .001, page, $"shifts by {seen.GetProperty("shift")}: {seen.GetProperty("moved")}");
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));

        void Complain(bool isRight, SitePage page, string otherwise) => complaints.AddRange(isRight ? [] : [$"{page.Name} {otherwise}"]);
    }

    [Fact]
    public async Task The_foot_is_where_it_stays_before_all_of_it_has_come()
    {
        var window = await ShowAsync("Page not found");

        var tops = await window.EvaluateAsync<double[]>("""
            () => {
              const foot = document.querySelector('footer');
              const whole = foot.getBoundingClientRect().top;
              [...foot.children].slice(1).forEach(child => child.remove());
              return [whole, foot.getBoundingClientRect().top];
            }
            """);

        Assert.Single(tops.Distinct());
    }

    [Theory]
    [InlineData("Sign in")]
    [InlineData("Page not found")]
    [InlineData("Badge: Pending")]
    [InlineData("E-mail addresses")]
    public async Task What_is_there_does_not_move_when_the_rest_of_the_page_comes(string name)
    {
        var window = await ShowAsync(name);

        var tops = await window.EvaluateAsync<double[]>("""
            async () => {
              const page = await (await fetch(location.href, { headers: { Accept: 'text/html' } })).text();
              const half = page.indexOf('</section>');
              document.open();
              document.write(page.slice(0, half));
              while (!document.querySelector('link[rel=stylesheet]').sheet) {
                await new Promise(requestAnimationFrame);
              }
              const first = document.querySelector('h1').getBoundingClientRect().top;
              document.write(page.slice(half));
              document.close();
              return [first, document.querySelector('h1').getBoundingClientRect().top];
            }
            """);

        Assert.Single(tops.Distinct());
    }

    [Fact]
    public async Task The_first_Tab_shows_a_link_that_skips_to_the_content()
    {
        var window = await ShowAsync("My badges");

        await window.Keyboard.PressAsync("Tab");
        await Assertions.Expect(window.Locator(".skip")).ToBeFocusedAsync();
        await Assertions.Expect(window.Locator(".skip")).ToBeInViewportAsync();
        await window.Keyboard.PressAsync("Enter");
        await window.Keyboard.PressAsync("Tab");

        await Assertions.Expect(window.Locator("main a, main button").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task On_a_wide_screen_a_section_is_a_row_of_badges()
    {
        var window = await ShowAsync("My badges", 1280);

        var tops = await window.EvaluateAsync<double[]>("[...document.querySelectorAll('.badges li')].slice(0, 3).map(item => item.getBoundingClientRect().top)");

        Assert.Single(tops.Distinct());
    }

    [Fact]
    public async Task In_high_contrast_the_dialog_and_its_buttons_have_borders()
    {
        var window = await gallery.OpenAsync("en");
        await window.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await gallery.ShowAsync(window, gallery.Pages.Single(page => page.Name == "Claim with its dialog"));

        var borders = await window.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.dialog, .dialog .button')].map(element => getComputedStyle(element))
              .map(style => `${style.borderTopStyle} ${parseFloat(style.borderTopWidth) >= 2} ${style.borderTopColor !== style.backgroundColor}`)
            """);

        Assert.Equal(["solid true true", "solid true true", "solid true true"], borders);
    }

    [Theory]
    [InlineData("Badge: Pending")]
    [InlineData("Public badge: Shared")]
    public async Task On_paper_a_badge_is_there_and_what_can_only_be_pressed_is_not(string name)
    {
        var window = await ShowAsync(name);
        await window.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        await Assertions.Expect(window.Locator(".badge img")).ToBeVisibleAsync();
        await Assertions.Expect(window.GetByRole(AriaRole.Heading, new() { Name = "Best Practice Week attendee" })).ToBeVisibleAsync();
        foreach (var button in await window.Locator(".button, nav.languages").AllAsync())
        {
            await Assertions.Expect(button).ToBeHiddenAsync();
        }

        Assert.Equal("rgb(0, 0, 0)", await window.EvaluateAsync<string>("getComputedStyle(document.body).color"));
    }

    [Fact]
    public async Task Who_wants_no_motion_gets_none()
    {
        var page = gallery.Pages.Single(one => one.Name == "Claim with its dialog");
        var window = await gallery.OpenAsync("en");
        await gallery.ShowAsync(window, page);
        Assert.Equal("rise", await AnimationAsync(window));

        await window.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });

        Assert.Equal("none", await AnimationAsync(window));
    }

    private static Task<string> AnimationAsync(IPage window) => window.EvaluateAsync<string>("getComputedStyle(document.querySelector('.dialog')).animationName");

    private async Task<IPage> ShowAsync(string name, int width = 390)
    {
        var window = await gallery.OpenAsync("en");
        await window.SetViewportSizeAsync(width, 844);
        await gallery.ShowAsync(window, gallery.Pages.Single(page => page.Name == name));
        return window;
    }
}
