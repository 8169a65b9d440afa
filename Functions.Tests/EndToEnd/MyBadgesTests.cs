using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class MyBadgesTests : IAsyncLifetime
{
    private const string Address = "maria.rossi@example.org";

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_signed_in_member_sees_the_four_sections_and_claims_from_there()
    {
        var page = await SignInAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(
            ["Course and programmes Badges", "Certificate Badges", "Event Badges", "Awards Badges"]);
        await Assertions.Expect(page.GetByText("No badges at the moment")).ToHaveCountAsync(3);

        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Five_hundred_badges_are_on_one_page_and_each_can_be_claimed()
    {
        var badges = Enumerable.Range(1, 499).Select(number => A.Badge() with
        {
            Key = A.Award($"many-{number}").Badge,
            AchievementId = $"many-{number}",
            Name = $"Badge {number}",
            ClaimableUntil = _app.Clock.GetUtcNow().AddDays(10),
        });
        await Parallel.ForEachAsync(badges, async (badge, cancellationToken) => Assert.NotNull(await _app.Badges.TryAddAsync(badge, "shown", [], cancellationToken)));

        using var answer = await SignedIn.GetAsync(_app, _badge.MemberId, "/my-badges");
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(500, html.Split("CLAIM BADGE</button>").Length - 1);
        Assert.Equal(499, html.Split("loading=\"lazy\"").Length - 1);
    }

    [Theory]
    [InlineData("CLOSE")]
    [InlineData("Escape")]
    public async Task A_dialog_that_was_opened_from_My_badges_closes_to_My_badges_and_to_the_button_that_opened_it(string how)
    {
        var page = await SignInAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await (how == "CLOSE" ? page.GetByRole(AriaRole.Button, new() { Name = "CLOSE" }).ClickAsync() : page.Keyboard.PressAsync(how));

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("My Badges");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_accepted_badge_is_in_its_section_with_a_link_to_Credly()
    {
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.BadgeAsync(_badge, BadgeState.Accepted);

        var page = await SignInAsync();

        var section = page.GetByRole(AriaRole.Region, new() { Name = "Event Badges" });
        await Assertions.Expect(section).ToContainTextAsync("Accepted on");
        await Assertions.Expect(section.GetByRole(AriaRole.Link, new() { Name = "See it on Credly" })).ToHaveAttributeAsync(
            "href", $"{_app.Sandbox.Addresses.Sandbox}/credly/badges/{_app.Sandbox.Credly.Badges[0].Id}");
    }

    [Fact]
    public async Task A_sign_in_link_works_once()
    {
        var link = await RequestLinkAsync(await _app.Chromium.OpenAsync());
        var first = await _app.Chromium.OpenAsync();
        var second = await _app.Chromium.OpenAsync();
        await first.GotoAsync(link.AbsoluteUri);
        await second.GotoAsync(link.AbsoluteUri);

        await first.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(first.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("My Badges");

        await second.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This sign-in link no longer works");
    }

    [Fact]
    public async Task A_sign_in_link_is_good_for_ten_minutes()
    {
        var page = await _app.Chromium.OpenAsync();
        var link = await RequestLinkAsync(page);
        _app.Clock.Advance(TimeSpan.FromMinutes(10));

        var response = await page.GotoAsync(link.AbsoluteUri);

        Assert.Equal((int)HttpStatusCode.Gone, response!.Status);
    }

    [Fact]
    public async Task An_unknown_address_is_answered_like_a_known_one_and_gets_no_email()
    {
        var known = await _app.Chromium.OpenAsync();
        var unknown = await _app.Chromium.OpenAsync();

        await RequestAsync(known, Address);
        await RequestAsync(unknown, "nobody@example.org");

        Assert.Equal(await known.ContentAsync(), await unknown.ContentAsync());
        await _app.MailAsync(mail => mail.Subject == "Sign in to My Badges");
        Assert.DoesNotContain(_app.Sandbox.Mailbox.Mails, mail => mail.ToAddress == "nobody@example.org");
    }

    [Fact]
    public async Task Whoever_types_an_address_again_and_again_sends_one_email_a_minute()
    {
        var page = await _app.Chromium.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await RequestAsync(page, i % 2 == 0 ? Address : Address.ToUpperInvariant());
        }

        await _app.MailAsync(mail => mail.Subject == "Sign in to My Badges");
        Assert.Single(_app.Sandbox.Mailbox.Mails, mail => mail.Subject == "Sign in to My Badges");
    }

    [Fact]
    public async Task An_address_with_an_umlaut_domain_is_known_in_the_form_in_which_the_browser_submits_it()
    {
        var jana = new AwardedMember { Id = "m-jana", GivenName = "Jana", FamilyName = "Roe", Email = "jana@b\u00fccher.example" };
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = jana });
        var page = await _app.Chromium.OpenAsync();

        await RequestAsync(page, jana.Email);

        var mail = await _app.MailAsync(mail => mail.Subject == "Sign in to My Badges");
        Assert.Equal("jana@xn--bcher-kva.example", mail.ToAddress);
        var claim = await _app.MailAsync(mail => mail.ToName == "Jana Roe" && mail.Subject.StartsWith("Claim", StringComparison.Ordinal));
        Assert.Contains("with this e-mail address: jana@b\u00fccher.example", claim.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_is_told_at_its_field()
    {
        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync($"{_app.Url}/sign-in");
        await page.GetByLabel("E-mail address").EvaluateAsync("input => input.type = 'text'");

        await page.GetByLabel("E-mail address").FillAsync("maria");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a link" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter an e-mail address");
        await Assertions.Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync("maria");
    }

    [Fact]
    public async Task Nobody_sees_badges_without_a_session_and_a_tampered_one_is_none()
    {
        using var anonymous = await _app.Client.GetAsync(new Uri("/my-badges", UriKind.Relative));
        using var tampered = new HttpRequestMessage(HttpMethod.Get, "/my-badges") { Headers = { { "Cookie", "session=bS0xMDAxfDk5OTk5OTk5OTk.AAAAAAAAAAAAAAAAAAAAAA" } } };
        using var refused = await _app.Client.SendAsync(tampered);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (anonymous.StatusCode, refused.StatusCode));
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_and_by_signing_out()
    {
        var page = await SignInAsync();
        _app.Clock.Advance(TimeSpan.FromHours(8));
        await page.GotoAsync($"{_app.Url}/my-badges");
        await Assertions.Expect(page).ToHaveURLAsync($"{_app.Url}/sign-in");

        page = await SignInAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true })).ToHaveCountAsync(0);
        await page.GotoAsync($"{_app.Url}/my-badges");
        await Assertions.Expect(page).ToHaveURLAsync($"{_app.Url}/sign-in");
    }

    [Fact]
    public async Task Hostile_names_are_shown_as_text()
    {
        var hostile = Achievement.Sample() with
        {
            Member = new AwardedMember { Id = "m-2", GivenName = "<script>alert(1)</script>", FamilyName = "\u202Eevil\u200B", Email = "hostile@example.org" },
        };
        var (_, link) = await _app.AwardAndMailAsync(hostile);

        var page = await _app.Chromium.OpenAsync();
        await page.GotoAsync(link.AbsoluteUri);

        await Assertions.Expect(page.Locator("strong")).ToHaveTextAsync("<script>alert(1)</script> evil");
    }

    private async Task RequestAsync(IPage page, string address)
    {
        await page.GotoAsync($"{_app.Url}/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a link" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Check your inbox");
    }

    private async Task<Uri> RequestLinkAsync(IPage page)
    {
        var before = _app.Sandbox.Mailbox.Mails.Count;
        await RequestAsync(page, Address);
        var mail = await _app.MailAsync(mail => mail.Subject == "Sign in to My Badges" && _app.Sandbox.Mailbox.Mails.ToList().IndexOf(mail) >= before);
        return BadgeApplication.LinkIn(mail, "/sign-in/");
    }

    private async Task<IPage> SignInAsync()
    {
        var page = await _app.Chromium.OpenAsync();
        var link = await RequestLinkAsync(page);
        await page.GotoAsync(link.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("My Badges");
        return page;
    }
}
