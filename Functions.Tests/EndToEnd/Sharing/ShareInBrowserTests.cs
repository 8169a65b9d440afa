using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Sharing;

/// <summary>Sharing as a member does it, on a phone.</summary>
public sealed class ShareInBrowserTests : IAsyncLifetime
{
    private const string Member = "m-1001";

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        var longest = string.Concat(Enumerable.Repeat("Wolfeschlegelsteinhausen", 5))[..100];
        (_badge, _) = await _app.AwardAndMailAsync(
            Achievement.Sample() with { Member = new AwardedMember { Id = Member, GivenName = "محمد", FamilyName = longest, Email = "maria.rossi@example.org" } });
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_member_makes_a_badge_public_copies_what_it_is_shared_with_and_makes_it_private_again()
    {
        var page = await SignedIn.OpenAsync(_app, Member, $"/my-badges/{_badge.BadgeId}", width: 320);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "MAKE IT PUBLIC" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{_app.Url}/my-badges/{_badge.BadgeId}#share");

        var link = await page.GetByLabel("Link to the page").InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Copied");
        Assert.Equal(link, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).Nth(1).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Nth(1)).ToHaveTextAsync("Copied");
        Assert.Contains("text/html", await page.EvaluateAsync<string[]>("navigator.clipboard.read().then((items) => items[0].types)"));
        await AssertFitsAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "See the public page" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(link);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Best Practice Week attendee");
        await AssertFitsAsync(page);
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "MAKE IT PRIVATE" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "MAKE IT PUBLIC" })).ToBeVisibleAsync();
        Assert.Equal(404, (await page.GotoAsync(link))!.Status);
    }

    [Fact]
    public async Task Without_a_script_the_texts_are_there_to_be_copied_by_hand_and_no_button_that_does_nothing()
    {
        var page = await _app.Chromium.OpenAsync(javaScript: false);
        var cookie = (await SignedIn.CookieAsync(_app, Member)).Split('=', 2);
        await page.Context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = Uri.UnescapeDataString(cookie[1]), Url = _app.Url }]);
        await page.GotoAsync($"{_app.Url}/my-badges/{_badge.BadgeId}");

        await page.GetByRole(AriaRole.Button, new() { Name = "MAKE IT PUBLIC" }).ClickAsync();

        await Assertions.Expect(page.GetByLabel("For a web page, as HTML")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^<a href="));
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nothing_is_loaded_from_elsewhere_and_no_policy_is_broken()
    {
        var page = await SignedIn.OpenAsync(_app, Member, $"/my-badges/{_badge.BadgeId}");
        List<string> requests = [];
        List<string> errors = [];
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);

        await page.GetByRole(AriaRole.Button, new() { Name = "MAKE IT PUBLIC" }).ClickAsync();
        await page.GetByAltText("QR code. Open it to save it.").ScrollIntoViewIfNeededAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See the public page" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Verify it on Credly" })).ToBeVisibleAsync();

        Assert.All(requests, request => Assert.StartsWith(_app.Url, request, StringComparison.Ordinal));
        Assert.Contains(requests, request => request.EndsWith("/qr.png", StringComparison.Ordinal));
        Assert.Empty(errors);
    }

    private static async Task AssertFitsAsync(IPage page) =>
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
}
