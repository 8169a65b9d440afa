using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The whole way as a new user goes it: <c>./run.sh</c>, and then in a browser from the award to "My badges".</summary>
[Collection(nameof(RunScript))]
public sealed class RealProcessesTests
{
    [Fact]
    public async Task Started_by_run_sh_a_badge_goes_all_the_way_in_the_browser()
    {
        using var folder = new TemporaryFolder();
        await using var run = await RunScript.StartAsync(folder.Path);
        await using var chromium = new Chromium();
        var page = await chromium.OpenAsync();

        await page.GotoAsync(run.Address("Certification system"));
        await page.GetByLabel("E-mail address").First.FillAsync("ada@example.org");
        await page.GetByLabel("Given name").FillAsync("Ada");
        await page.GetByLabel("Family name").First.FillAsync("Rossi");
        await page.GetByText("More").ClickAsync();
        await page.GetByLabel("Member id").FillAsync("m-2002");
        await Screenshots.TakeAsync(page, "1-award");
        await Button(page, "Award").ClickAsync();
        await Assertions.Expect(page.GetByText("answered 202").First).ToBeVisibleAsync();

        await OpenMailAsync(page, run, "Claim your digital badge");
        var claim = page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "CLAIM BADGE" });
        await Assertions.Expect(claim).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "2-email");
        await claim.ClickAsync();
        await Assertions.Expect(Button(page, "CLAIM BADGE")).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "3-claim");
        await Button(page, "CLAIM BADGE").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "4-dialog");
        await Button(page, "GO TO CREDLY").ClickAsync();

        await page.GetByLabel("First Name").FillAsync("Ada");
        await page.GetByLabel("Last Name").FillAsync("Rossi");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByLabel("I agree").CheckAsync();
        await Screenshots.TakeAsync(page, "5-credly-account");
        await Button(page, "Create Account").ClickAsync();
        await Screenshots.TakeAsync(page, "6-credly-accept");
        await Button(page, "Accept Badge").ClickAsync();
        await Assertions.Expect(page.GetByText("This badge was issued on 26 April 2021.")).ToBeVisibleAsync();

        await SignInAsync(page, run);
        var section = page.GetByRole(AriaRole.Region, new() { Name = "Event Badges" });
        await Assertions.Expect(section).ToContainTextAsync("Accepted on");
        await Screenshots.TakeAsync(page, "7-my-badges");
    }

    private static async Task SignInAsync(IPage page, RunScript run)
    {
        await page.GotoAsync(run.Address("My badges"));
        await page.GetByLabel("E-mail address").FillAsync("ada@example.org");
        await Button(page, "Send me a link").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("Check your inbox");
        await OpenMailAsync(page, run, "Sign in to My Badges");
        await page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await Button(page, "Sign in").ClickAsync();
    }

    private static async Task OpenMailAsync(IPage page, RunScript run, string subject)
    {
        var mail = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ada@example.org" }).GetByRole(AriaRole.Link, new() { Name = subject });
        await BadgeApplication.UntilAsync(
            async () =>
            {
                await page.GotoAsync(run.Address("Inbox"));
                return await mail.CountAsync() > 0;
            },
            () => $"no e-mail '{subject}'");
        await mail.ClickAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
