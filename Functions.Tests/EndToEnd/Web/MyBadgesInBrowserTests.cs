using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>"My badges" as a member sees it in a browser.</summary>
public sealed class MyBadgesInBrowserTests : IAsyncLifetime
{
    private const string Member = "m-1001";

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _link) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_badge_says_when_it_was_issued_and_until_when_it_can_be_claimed()
    {
        var until = (await _app.Badges.GetAsync(_badge, CancellationToken.None)).ClaimableUntil;

        var page = await OpenAsync();

        var item = page.GetByRole(AriaRole.Listitem);
        await Assertions.Expect(item).ToContainTextAsync("Issued on 26 April 2021");
        await Assertions.Expect(item).ToContainTextAsync($"Claim it by {Functions.Web.DisplayText.Day(DateOnly.FromDateTime(until.UtcDateTime))}");
    }

    [Fact]
    public async Task The_page_says_who_is_signed_in()
    {
        var page = await OpenAsync();

        await Assertions.Expect(page.GetByText("Signed in as Maria Rossi")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_wide_screen_a_badge_stands_beside_its_image_and_the_four_sections_fit_the_screen()
    {
        var page = await OpenAsync(1200);

        var image = await BoxAsync(page.GetByRole(AriaRole.Listitem).Locator("img"));
        var name = await BoxAsync(page.GetByRole(AriaRole.Heading, new() { Level = 3 }));
        Assert.True(image.X + image.Width <= name.X && name.Y < image.Y + image.Height, $"image at {image.X}, {image.Y}; name at {name.X}, {name.Y}");
        Assert.InRange((await BoxAsync(page.Locator("main"))).Height, 1, 800);
    }

    [Theory]
    [InlineData("/my-badges")]
    [InlineData("/sign-in")]
    public async Task On_a_phone_the_header_is_one_row_and_nothing_is_wider_than_the_screen(string path)
    {
        var page = await SignedIn.OpenAsync(_app, Member, path, 360);

        Assert.InRange((await BoxAsync(page.Locator("header.site"))).Height, 1, 72);
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task On_a_phone_the_words_of_the_button_stay_on_one_line()
    {
        var page = await OpenAsync(360);

        Assert.InRange((await BoxAsync(page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }))).Height, 44, 56);
    }

    [Fact]
    public async Task A_badge_that_waits_on_Credly_says_why_it_can_be_claimed_again()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "GO TO CREDLY" }).ClickAsync();
        await _app.BadgeAsync(_badge, BadgeState.Redirected);

        page = await OpenAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Listitem)).ToContainTextAsync("You went on to Credly. Not finished? Claim it again.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_badge_that_its_earner_made_private_says_so()
    {
        var there = _app.Sandbox.Credly.Badges[0].Id;
        _app.Sandbox.Credly.SetState(there, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);
        _app.Sandbox.Credly.SetHidden(there, isHidden: true);
        await _app.BadgeAsync(_badge, row => row.Platform is { IsPublic: false });

        var page = await OpenAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Listitem)).ToContainTextAsync("Private: only you can see it on Credly");
    }

    [Fact]
    public async Task Only_images_below_the_first_wait_until_they_are_scrolled_to()
    {
        await _app.AwardAndMailAsync(Achievement.Sample() with { TemplateCode = "level-c-project-manager", Category = "certificate" });

        var page = await OpenAsync();

        Assert.Equal(["", "lazy"], await page.EvaluateAsync<string[]>("[...document.querySelectorAll('main img')].map(image => image.getAttribute('loading') ?? '')"));
    }

    private Task<IPage> OpenAsync(int width = 390) => SignedIn.OpenAsync(_app, Member, "/my-badges", width);

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator element) => (await element.BoundingBoxAsync())!;
}
