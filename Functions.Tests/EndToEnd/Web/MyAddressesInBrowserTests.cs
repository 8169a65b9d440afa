using BadgeFunctions.Functions.Badges;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>The member's e-mail addresses, and where a badge goes, in a browser.</summary>
public sealed class MyAddressesInBrowserTests : IAsyncLifetime
{
    private const string Member = "m-1001";
    private const string Long = "maria.rossi.of.the.very.long.department.name@a-rather-long-company-name.example";

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_member_adds_an_address_and_sends_a_badge_there_with_the_keyboard_alone()
    {
        var page = await SignedIn.OpenAsync(_app, Member, "/my-badges");
        await page.GetByRole(AriaRole.Link, new() { Name = "Your e-mail addresses" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your e-mail addresses");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail address" }).FillAsync("maria@private.example");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Not confirmed yet");

        await page.GotoAsync((await Members.ConfirmationAsync(_app, "maria@private.example")).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm this address" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make primary: maria@private.example" })).ToBeVisibleAsync();
        await page.GotoAsync($"{_app.Url}/my-badges/{_badge.BadgeId}");
        await page.GetByLabel("Another of your addresses").SelectOptionAsync(new SelectOptionValue { Label = "maria@private.example" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it to another address" }).PressAsync("Enter");

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Issued to maria@private.example");
        await _app.BadgeAsync(_badge, badge => badge.Platform is { Revision: 2, Email: "maria@private.example" });
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1200)]
    public async Task Nothing_is_wider_than_the_screen_and_an_error_is_where_the_focus_is(int width)
    {
        var page = await SignedIn.OpenAsync(_app, Member, "/my-addresses", width);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail address" }).FillAsync(Long);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Long);
        Assert.Equal(width, await WidthAsync(page));
        await page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail address" }).FillAsync("MARIA.rossi@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail address" })).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This address is one of yours already.");
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Error: "));
        await page.GotoAsync((await Members.ConfirmationAsync(_app, Long)).AbsoluteUri);
        Assert.Equal(width, await WidthAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm this address" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm this address" })).ToHaveCountAsync(0);
        await page.GotoAsync($"{_app.Url}/my-badges/{_badge.BadgeId}");
        Assert.Equal(width, await WidthAsync(page));
        await page.GotoAsync($"{_app.Url}/my-badges");
        Assert.Equal(width, await WidthAsync(page));
    }

    private static Task<int> WidthAsync(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth");
}
