using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

public sealed class RestartInBrowserTests : IAsyncLifetime
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
    public async Task A_press_that_meets_a_worker_which_is_being_restarted_is_sent_once_when_it_is_back()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);
        var (isDown, presses) = (true, 0);
        await page.RouteAsync("**/*", async route =>
        {
            presses += route.Request.Method == "POST" ? 1 : 0;
            await (isDown ? route.FulfillAsync(new() { Status = 500, Body = "" }) : route.ContinueAsync());
            isDown = false;
        });

        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.Equal(1, presses);
    }
}
