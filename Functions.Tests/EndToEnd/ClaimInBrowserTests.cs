using BadgeFunctions.Functions.Badges;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class ClaimInBrowserTests : IAsyncLifetime
{
    private const string DialogText =
        "You will be redirected to a Credly website. Your authorization token is valid for 2 minutes.";

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
    public async Task A_member_claims_goes_to_Credly_and_accepts(bool javaScript)
    {
        var page = await _app.Chromium.OpenAsync(javaScript);
        await page.GotoAsync(_link.AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Event Badges" })).ToBeVisibleAsync();
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(DialogText);
        await Button(page, "GO TO CREDLY").ClickAsync();

        await page.WaitForURLAsync("**/credly/register**");
        await page.GetByLabel("First Name").FillAsync("Maria");
        await page.GetByLabel("Last Name").FillAsync("Rossi");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByLabel("I agree").CheckAsync();
        await Button(page, "Create Account").ClickAsync();
        await Button(page, "Accept Badge").ClickAsync();
        await Assertions.Expect(page.GetByText("This badge was issued on 26 April 2021.")).ToBeVisibleAsync();
        await _app.BadgeAsync(_badge, BadgeState.Accepted);

        await page.GotoAsync(_link.AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("You have accepted this badge");
    }

    [Fact]
    public async Task After_two_minutes_the_token_is_refused_and_the_badge_can_be_claimed_again()
    {
        var page = await ClaimAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(2));

        await Button(page, "GO TO CREDLY").ClickAsync();

        await Assertions.Expect(page.GetByText("Your authorization token has expired")).ToBeVisibleAsync();
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");
    }

    [Fact]
    public async Task When_nobody_goes_on_the_workflow_makes_the_badge_pending_again()
    {
        await ClaimAsync();
        await _app.WorkflowAsync(_badge, BadgeState.TokenIssued);

        _app.Clock.Advance(TimeSpan.FromMinutes(2));

        var pending = await _app.BadgeAsync(_badge, BadgeState.Pending);
        Assert.Null(pending.Token);
    }

    [Fact]
    public async Task Close_gives_the_token_back()
    {
        var page = await ClaimAsync();

        await Button(page, "CLOSE").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
        await _app.BadgeAsync(_badge, BadgeState.Pending);
    }

    [Fact]
    public async Task Two_tabs_of_a_browser_show_one_claim_which_goes_on_once()
    {
        var one = await ClaimAsync();
        var other = await one.Context.NewPageAsync();
        await other.GotoAsync(_link.AbsoluteUri);
        await Assertions.Expect(other.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await Button(one, "GO TO CREDLY").ClickAsync();
        await one.WaitForURLAsync("**/credly/**");

        await Button(other, "GO TO CREDLY").ClickAsync();
        await Assertions.Expect(other.GetByText("That token was used already")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tab_that_was_opened_before_claims_anew_and_both_go_on_with_the_newer_token()
    {
        var older = await _app.Chromium.OpenAsync();
        await older.GotoAsync(_link.AbsoluteUri);
        var newer = await older.Context.NewPageAsync();
        await newer.GotoAsync(_link.AbsoluteUri);
        await ClaimAsync(older);
        await ClaimAsync(newer);

        await Button(older, "GO TO CREDLY").ClickAsync();

        await older.WaitForURLAsync("**/credly/**");
    }

    [Fact]
    public async Task Of_two_browsers_the_newer_claim_counts()
    {
        var older = await ClaimAsync();
        var newer = await ClaimAsync();

        await Button(older, "GO TO CREDLY").ClickAsync();
        await Assertions.Expect(older.GetByText("You claimed this badge again in another browser")).ToBeVisibleAsync();

        await Button(newer, "GO TO CREDLY").ClickAsync();
        await newer.WaitForURLAsync("**/credly/**");
    }

    [Fact]
    public async Task Closing_an_older_claim_leaves_the_newer_one_in_another_browser_alone()
    {
        var older = await ClaimAsync();
        var newer = await ClaimAsync();

        await Button(older, "CLOSE").ClickAsync();
        await Assertions.Expect(older.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await Button(newer, "GO TO CREDLY").ClickAsync();
        await newer.WaitForURLAsync("**/credly/**");
    }

    [Theory]
    [InlineData("CLAIM BADGE")]
    [InlineData("GO TO CREDLY")]
    public async Task A_double_click_is_one_click(string button)
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);
        if (button == "GO TO CREDLY")
        {
            await Button(page, "CLAIM BADGE").ClickAsync();
        }

        await Button(page, button).DblClickAsync();

        await (button == "GO TO CREDLY"
            ? page.WaitForURLAsync("**/credly/**")
            : Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync());
    }

    [Fact]
    public async Task The_claim_link_opened_again_after_Credly_leads_to_a_page_that_can_claim_again()
    {
        var page = await ClaimAsync();
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");

        await page.GotoAsync(_link.AbsoluteUri);

        await Assertions.Expect(page.GetByText("You have gone on to Credly")).ToBeVisibleAsync();
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_token_that_was_used_is_not_used_twice()
    {
        var page = await ClaimAsync();
        var token = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == $"claim-{_badge.BadgeId}");
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");
        await page.GotoAsync(_link.AbsoluteUri);

        // The same browser, the same form, the token of before.
        await page.Context.AddCookiesAsync([new() { Name = token.Name, Value = token.Value, Url = _app.Url }]);
        await page.EvaluateAsync(
            """
            () => {
              const form = document.querySelector('form[action$="' + location.pathname + '"]');
              form.action = location.pathname + '/proceed';
              form.requestSubmit();
            }
            """);

        await Assertions.Expect(page.GetByText("That token was used already")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_badge_that_was_rejected_on_Credly_says_so()
    {
        var page = await ClaimAsync();
        await Button(page, "GO TO CREDLY").ClickAsync();
        await page.WaitForURLAsync("**/credly/**");
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "rejected");
        await _app.BadgeAsync(_badge, BadgeState.Declined);

        await page.GotoAsync(_link.AbsoluteUri);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("You have declined this badge");
    }

    [Fact]
    public async Task A_badge_that_was_revoked_says_so_also_under_an_open_dialog()
    {
        var page = await ClaimAsync();
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "revoked", "Awarded by mistake");
        await _app.BadgeAsync(_badge, BadgeState.Revoked);

        await Button(page, "GO TO CREDLY").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("This badge was revoked");
    }

    [Fact]
    public async Task After_the_claim_window_the_page_says_that_it_is_over()
    {
        await _app.WorkflowAsync(_badge, BadgeState.Pending);
        _app.Clock.Advance(TimeSpan.FromDays(366));
        await _app.BadgeAsync(_badge, BadgeState.Lapsed);

        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("The time to claim this badge is over");
    }

    [Fact]
    public async Task A_page_left_open_until_the_browser_forgot_it_asks_to_try_again()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(_link.AbsoluteUri);
        await page.Context.ClearCookiesAsync();

        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByText("This page was open for too long")).ToBeVisibleAsync();

        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_fit_a_phone_of_320_pixels()
    {
        var page = await ClaimAsync();
        await page.SetViewportSizeAsync(320, 640);

        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.True(width <= 320, $"The page is {width} pixels wide.");
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<IPage> ClaimAsync(bool javaScript = true)
    {
        var page = await _app.Chromium.OpenAsync(javaScript);
        await page.GotoAsync(_link.AbsoluteUri);
        await ClaimAsync(page);
        return page;
    }

    private static async Task ClaimAsync(IPage page)
    {
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }
}
