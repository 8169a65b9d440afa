using BadgeFunctions.Functions.Badges;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The dialog of the two minutes: what the browser's own buttons and keys do to it, and where it leads.</summary>
public sealed class ClaimDialogTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _link) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Back_after_CLOSE_is_the_claim_page(bool javaScript)
    {
        var page = await ClaimAsync(javaScript);
        await Button(page, "CLOSE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GoBackAsync();

        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Back_from_Credly_is_a_page_that_knows_where_the_member_was(bool javaScript)
    {
        var page = await ClaimAsync(javaScript);
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");

        await page.GoBackAsync();

        await Assertions.Expect(page.GetByText("You have gone on to Credly")).ToBeVisibleAsync();
        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Back_after_a_token_that_was_refused_asks_to_send_no_form_again(bool javaScript)
    {
        var page = await ClaimAsync(javaScript);
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await Button(page, "GO TO CREDLY").ClickAsync();
        await Assertions.Expect(page.GetByText("Your authorization token has expired")).ToBeVisibleAsync();
        await page.GotoAsync($"{_app.Url}/sign-in");

        await page.GoBackAsync();

        await Assertions.Expect(page.GetByText("Your authorization token has expired")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_dialog_can_be_loaded_again_and_its_token_is_still_good(bool javaScript)
    {
        var page = await ClaimAsync(javaScript);
        _app.Clock.Advance(TimeSpan.FromSeconds(50));

        await page.ReloadAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.InRange(await SecondsLeftAsync(page), 65, 70);
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");
    }

    [Fact]
    public async Task A_dialog_that_is_loaded_again_after_its_time_is_the_claim_page()
    {
        var page = await ClaimAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(2));

        await page.ReloadAsync();

        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_browser_with_the_same_link_sees_no_dialog()
    {
        await ClaimAsync();
        var other = await _app.Chromium.OpenAsync();

        await other.GotoAsync(_link.AbsoluteUri);

        await Assertions.Expect(Button(other, "CLAIM BADGE")).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Escape_closes_the_dialog_and_the_button_that_opened_it_has_the_focus_again()
    {
        var page = await ClaimAsync();
        await Assertions.Expect(Button(page, "GO TO CREDLY")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeFocusedAsync();
        Assert.Null((await _app.BadgeAsync(_badge, BadgeState.Pending)).Token);
    }

    [Fact]
    public async Task The_countdown_goes_on_and_at_its_end_the_page_says_that_the_time_is_over()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.Clock.InstallAsync();
        await ClaimAsync(page);
        var countdown = page.GetByRole(AriaRole.Timer);
        await page.Clock.PauseAtAsync(await page.EvaluateAsync<DateTime>("new Date(Date.now() + 1000)"));
        var seen = await SecondsLeftAsync(page);

        await page.Clock.RunForAsync(65_000);
        Assert.InRange(seen - await SecondsLeftAsync(page), 64, 66);
        await Assertions.Expect(countdown).ToContainTextAsync("60 seconds left");
        await Assertions.Expect(page.GetByText("UTC")).ToHaveCountAsync(0);

        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await page.Clock.RunForAsync(60_000);

        await Assertions.Expect(page.GetByText("Your authorization token has expired")).ToBeVisibleAsync();
        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_JavaScript_the_dialog_says_until_when_the_token_is_valid()
    {
        var page = await ClaimAsync(javaScript: false);
        var until = (await _app.Badges.FindAsync(_badge, CancellationToken.None))!.Token!.ExpiresAt;

        await Assertions.Expect(page.GetByText(
            until.UtcDateTime.ToString("'until 'HH:mm:ss' UTC'", System.Globalization.CultureInfo.InvariantCulture))).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Timer)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("meta[http-equiv]")).ToHaveCountAsync(0);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    // Of a page without JavaScript, what the server says.
    private static async Task<int> SecondsLeftAsync(IPage page)
    {
        var countdown = page.Locator(".countdown");
        var shown = await countdown.Locator("span").First.TextContentAsync();
        return shown?.Split(':') is [var minutes, var seconds]
            ? (Number(minutes) * 60) + Number(seconds)
            : Number((await countdown.GetAttributeAsync("data-seconds"))!);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IPage> ClaimAsync(bool javaScript = true)
    {
        var page = await _app.Chromium.OpenAsync(javaScript);
        await ClaimAsync(page);
        return page;
    }

    private async Task ClaimAsync(IPage page)
    {
        await page.GotoAsync(_link.AbsoluteUri);
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }
}
