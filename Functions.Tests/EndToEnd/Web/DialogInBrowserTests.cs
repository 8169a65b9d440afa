using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

public sealed class DialogInBrowserTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_, _link) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_dialog_that_is_taller_than_the_screen_can_be_scrolled_to_its_top_and_to_its_end()
    {
        var page = await ClaimAsync();
        await page.SetViewportSizeAsync(320, 200);

        var top = await page.EvaluateAsync<double>(
            "() => { document.querySelector('.backdrop').scrollTop = 0; return document.querySelector('.dialog').getBoundingClientRect().top; }");
        var bottom = await page.EvaluateAsync<double>(
            "() => { document.querySelector('.backdrop').scrollTop = 9999; return document.querySelector('.dialog').getBoundingClientRect().bottom; }");

        Assert.InRange(top, 0, 200);
        Assert.InRange(bottom, 0, 200);
    }

    [Fact]
    public async Task The_Tab_key_reaches_the_dialog_s_two_buttons_and_nothing_behind_them()
    {
        var page = await ClaimAsync();

        var reached = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement === document.body ? '' : document.activeElement.textContent.trim()"));
        }

        // The page itself stands for the browser's own controls, which come between the last button and the first.
        Assert.Equal(["CLOSE", "GO TO CREDLY"], reached.Where(text => text.Length > 0).Distinct().Order());
    }

    private async Task<IPage> ClaimAsync()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        return page;
    }
}
