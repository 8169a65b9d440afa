using BadgeFunctions.Functions.Badges;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The claim page after GO TO CREDLY: it follows the badge until Credly has told of the acceptance.</summary>
public sealed class ClaimFollowTests : IAsyncLifetime
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

    [Fact]
    public async Task The_page_says_by_itself_that_the_badge_is_accepted_and_what_comes_next()
    {
        var page = await ComeBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("If you did not finish on Credly, claim the badge again.");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Be sure to use the same e-mail address: maria.rossi@example.org.");

        await AcceptAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You have accepted this badge");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("turn on auto-accept");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Share your achievement");
    }

    [Fact]
    public async Task Without_JavaScript_a_link_looks_again()
    {
        var page = await ComeBackAsync(javaScript: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Check again" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You have gone on to Credly")).ToBeVisibleAsync();
        await AcceptAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Check again" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You have accepted this badge");
    }

    [Fact]
    public async Task It_looks_every_three_seconds_for_three_minutes_and_not_while_nobody_sees_it()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.Clock.InstallAsync();
        var looks = 0;
        page.Request += (_, request) => looks += request.ResourceType == "fetch" && request.Url.Contains("/claim/", StringComparison.Ordinal) ? 1 : 0;
        await ComeBackAsync(page);
        await HideAsync(page, true);
        await page.Clock.PauseAtAsync(await page.EvaluateAsync<DateTime>("new Date(Date.now() + 1000)"));

        var before = looks;
        await LetPassAsync(page, 60);
        Assert.Equal(before, looks);

        await HideAsync(page, false);
        await BadgeApplication.UntilAsync(
            async () =>
            {
                await LetPassAsync(page, 3);
                return looks == 60;
            },
            () => $"{looks} looks");

        await LetPassAsync(page, 60);
        Assert.Equal(60, looks);
    }

    [Fact]
    public async Task A_look_is_one_read_of_one_row()
    {
        var page = await ComeBackAsync(javaScript: false);
        var cookies = await page.Context.CookiesAsync();
        var before = await _app.Badges.FindAsync(_badge, CancellationToken.None);
        var reads = _app.TableCalls.Reads.Count;
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));

        using var response = await _app.Client.SendAsync(request);

        Assert.Contains("Check again", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Single(_app.TableCalls.Reads.Skip(reads), read => read.Contains(_badge.BadgeId, StringComparison.Ordinal));
        Assert.Equal(before!.ETag, (await _app.Badges.FindAsync(_badge, CancellationToken.None))!.ETag);
    }

    private static Task HideAsync(IPage page, bool isHidden) =>
        page.EvaluateAsync("isHidden => Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })", isHidden);

    // What the timers of these seconds have asked for is on its way before what is asked for here.
    private static async Task LetPassAsync(IPage page, int seconds)
    {
        await page.Clock.RunForAsync(seconds * 1000);
        await page.EvaluateAsync("fetch('/favicon.ico').then(() => 0)");
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task AcceptAsync()
    {
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.BadgeAsync(_badge, BadgeState.Accepted);
    }

    /// <summary>Claims, goes on to Credly, and comes back with the Back button.</summary>
    private async Task<IPage> ComeBackAsync(bool javaScript = true)
    {
        var page = await _app.Chromium.OpenAsync(javaScript);
        await ComeBackAsync(page);
        return page;
    }

    private async Task ComeBackAsync(IPage page)
    {
        await page.GotoAsync(_link.AbsoluteUri);
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByText("You have gone on to Credly")).ToBeVisibleAsync();
    }
}
