using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The Sandbox's pages as somebody new here uses them, with the app.</summary>
public sealed class SandboxPagesTests : IAsyncLifetime
{
    // An e-mail is read within a page, which has the landmarks and the heading.
    private static readonly AxeRunOptions WithoutPageRules = new()
    {
        Rules = new[] { "landmark-one-main", "page-has-heading-one", "region" }.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }),
    };

    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_whole_journey_is_walked_by_clicking_from_the_first_page()
    {
        var page = await OpenAsync("/");
        await page.GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link, new() { Name = "certification system" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Award", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The app took the award.");
        await _app.MailAsync(mail => mail.Subject.Contains("Claim", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Link, new() { Name = "Sandbox" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Luca Bianchi");
        await page.GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link, new() { Name = "inbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell).GetByRole(AriaRole.Link).ClickAsync();

        await page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "GO TO CREDLY" }).ClickAsync();
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByLabel("I agree").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create Account" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your account was created.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept Badge" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("You have accepted the badge.");
        await page.GetByRole(AriaRole.Link, new() { Name = "settings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your next badges are accepted automatically.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Best Practice Week attendee" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Share" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Share your badge" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "My badges" }).ClickAsync();
        Assert.StartsWith(_app.Url, page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_is_said_once()
    {
        var page = await OpenAsync("/certification");
        await page.GetByRole(AriaRole.Button, new() { Name = "Award", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();

        await page.ReloadAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
        Assert.Single(_app.Sandbox.SentWebhooks.All);
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task No_page_has_anything_that_axe_finds_or_that_is_wider_than_the_screen(int width, ColorScheme scheme)
    {
        var mail = await MailedAsync();
        var issued = _app.Sandbox.Credly.Badges[0];
        _app.Sandbox.SentWebhooks.Add(await _app.Sandbox.Certification.AwardAsync(Achievement.Sample() with { TemplateCode = "unknown" }));
        var page = await OpenAsync("/certification", width, scheme);
        await page.GetByRole(AriaRole.Button, new() { Name = "Award", Exact = true }).ClickAsync();
        foreach (var summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await AssertSoundAsync(page, width, "certification");
        await page.GotoAsync(At($"/credly/badges/{issued.Id}/accept?token={issued.AcceptToken}"));
        await AssertSoundAsync(page, width, "credly-register");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByLabel("I agree").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create Account" }).ClickAsync();
        await AssertSoundAsync(page, width, "credly-pending");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).ClickAsync();
        await AssertSoundAsync(page, width, "credly-dashboard");
        _app.Sandbox.Credly.SetState(issued.Id, "accepted");
        await page.GotoAsync(At("/credly/settings"));
        await page.GetByLabel("Add an email address").FillAsync("maria@home.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        foreach (var path in new[]
        {
            "/", "/inbox", $"/inbox/{mail.Id}", "/callbacks", "/faults", "/emails?lang=ar&scheme=dark", "/credly/settings", "/credly/organization",
            $"/credly/dashboard/badges/{issued.Id}", $"/credly/dashboard/badges/{issued.Id}/share", $"/credly/badges/{issued.Id}", "/credly/badges/none",
        })
        {
            await page.GotoAsync(At(path));
            await AssertSoundAsync(page, width, Regex.Replace(path.Trim('/'), @"[0-9a-f\-]{20,}|\W+", "-"));
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await AssertSoundAsync(page, width, "credly-sign-in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_email_is_shown_at_its_full_height_and_without_JavaScript_at_that_of_most(bool javaScript)
    {
        var mail = await MailedAsync();
        var page = await _app.Chromium.OpenAsync(javaScript);

        await page.GotoAsync(At($"/inbox/{mail.Id}"));

        var frame = page.Locator("iframe");
        if (javaScript)
        {
            var content = page.FrameLocator("iframe").Locator("html");
            await Assertions.Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Img)).ToBeVisibleAsync();
            await BadgeApplication.UntilAsync(
                async () => Math.Abs(await HeightAsync(frame) - await HeightAsync(content)) < 1 && await HeightAsync(frame) > 700,
                () => "the frame is not as high as the e-mail");
        }
        else
        {
            Assert.InRange(await HeightAsync(frame), 700, 1000);
        }
    }

    [Fact]
    public async Task The_inbox_shows_an_email_s_headers_and_what_the_app_was_told_of_it_and_lets_it_bounce()
    {
        var (badge, _) = await _app.AwardAndMailAsync();
        var mail = await _app.MailAsync(mail => mail.CustomArgs.Count > 0);
        _app.Sandbox.Mailbox.Add(mail with { Headers = new Dictionary<string, string> { ["List-Unsubscribe"] = "<https://badges.example.org/unsubscribe>" } });
        var page = await OpenAsync($"/inbox/{mail.Id}");
        Assert.Equal(
            ["From", "To", "Reply-To", "List-Unsubscribe", "Sent (UTC)"], await page.Locator("dl").First.Locator("dt").AllTextContentsAsync());
        Assert.Equal(["processed", "delivered"], await EventsAsync(page));

        await page.GetByRole(AriaRole.Button, new() { Name = "Defer it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bounce it" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The app is told that this e-mail came back.");
        Assert.Equal(["processed", "delivered", "deferred", "bounce"], await EventsAsync(page));
        await _app.BadgeAsync(badge, row => row.Mails[BadgeMail.Claim].State is BadgeMailState.Bounced);
        await page.GotoAsync(At("/inbox"));
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "bounce" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_headers_that_a_sender_adds_are_kept_with_the_email()
    {
        var client = new SendGrid.SendGridClient(TestSettings.Sandbox.SendGridApiKey, _app.Sandbox.Addresses.Sandbox);
        var message = SendGrid.Helpers.Mail.MailHelper.CreateSingleEmail(
            new("badges@example.org"), new("maria@example.org"), "Your badge", "Hello", "<p>Hello</p>");
        message.AddGlobalHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.AddHeader("List-Unsubscribe", "<https://badges.example.org/unsubscribe>");

        await client.SendEmailAsync(message);

        var headers = Assert.Single(_app.Sandbox.Mailbox.Mails).Headers;
        Assert.Equal(["List-Unsubscribe", "List-Unsubscribe-Post"], headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_preview_shows_every_kind_of_email_in_the_language_and_the_colours_that_are_chosen()
    {
        var page = await OpenAsync("/emails");
        await page.GetByRole(AriaRole.Link, new() { Name = "العربية" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Dark" }).ClickAsync();
        // To its end: the list is there before the headings.
        await page.WaitForURLAsync(address => address.Contains("dark", StringComparison.Ordinal));

        var kinds = await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).AllTextContentsAsync();
        Assert.Equal(kinds, await page.GetByRole(AriaRole.Listitem).AllTextContentsAsync());
        Assert.Equal(kinds.Count, await page.Locator("iframe").CountAsync());
        Assert.Equal("rtl", await page.Locator("pre").First.GetAttributeAsync("dir"));
        Assert.Contains("(min-width: 0)", await page.Locator("iframe").First.GetAttributeAsync("srcdoc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_app_the_preview_says_what_is_missing()
    {
        await using var standIns = await StandIns.StartAsync();

        var page = await standIns.Http.GetStringAsync("/emails");

        Assert.Contains("The app has no preview.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_of_a_badge_which_takes_a_key_is_no_link()
    {
        var page = await OpenAsync("/certification");
        await page.GetByRole(AriaRole.Button, new() { Name = "Award", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByText("/api/badges/")).ToBeVisibleAsync();
        var links = await page.GetByRole(AriaRole.Link).EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        foreach (var link in links.Where(link => !link.Contains('#', StringComparison.Ordinal)))
        {
            using var answer = await _app.Client.GetAsync(link);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, $"{link}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("ar", ColorScheme.Dark)]
    public async Task No_email_has_anything_that_axe_finds(string language, ColorScheme scheme)
    {
        using var client = new HttpClient();
        var previews = (await client.GetFromJsonAsync<EmailPreviews>($"{_app.Url}/email-previews?lang={language}"))!;
        Assert.Equal(language, previews.Language);
        var page = await OpenAsync("/", scheme: scheme);
        foreach (var email in previews.Emails)
        {
            await page.SetContentAsync(email.Html);
            await Screenshots.TakeAsync(page, $"email-{language}-{Regex.Replace(email.Kind, @"\W+", "-")}");
            AssertNoViolations(await page.RunAxe(WithoutPageRules), email.Kind);
        }
    }

    private async Task<Mail> MailedAsync()
    {
        await _app.AwardAndMailAsync();
        return await _app.MailAsync(mail => mail.CustomArgs.Count > 0);
    }

    private string At(string path) => $"{_app.Sandbox.Addresses.Sandbox}{path}";

    private async Task<IPage> OpenAsync(string path, int width = 390, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _app.Chromium.OpenAsync();
        await page.SetViewportSizeAsync(width, 800);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await page.GotoAsync(At(path));
        return page;
    }

    private static async Task AssertSoundAsync(IPage page, int width, string name)
    {
        await Screenshots.TakeAsync(page, $"sandbox-{width}-{name}");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{name} is wider than {width}");
        Assert.Equal(["Inbox", "My badges", "Credly stand-in", "Certification system", "E-mail preview"], await page.Locator("header nav a").AllTextContentsAsync());
        // Frames of e-mails run no script, and so axe neither: it reads e-mails in windows of their own.
        var found = await page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector("iframe")] });
        AssertNoViolations(found, name);
    }

    private static void AssertNoViolations(AxeResult found, string name) => Assert.True(
        found.Violations.Length == 0,
        $"{name}: {string.Join("\n", found.Violations.Select(one => $"{one.Help}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");

    private static async Task<IReadOnlyList<string>> EventsAsync(IPage page) => await page.Locator("#events ~ ul strong").AllTextContentsAsync();

    private static async Task<float> HeightAsync(ILocator element) => (await element.BoundingBoxAsync())!.Height;
}
