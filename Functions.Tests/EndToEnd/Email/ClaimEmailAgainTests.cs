using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>"I did not get it": the claim e-mail once more, and what became of each.</summary>
public sealed class ClaimEmailAgainTests : IAsyncLifetime
{
    private const string Maria = "maria.rossi@example.org";
    private const string Shared = "office@employer.example";

    private static readonly CancellationToken None = CancellationToken.None;

    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Who_asks_on_the_sign_in_page_gets_the_claim_link_once_more()
    {
        var (badge, link) = await _app.AwardAndMailAsync();
        _app.Clock.Advance(BadgeMail.PauseBetween);

        var answer = await AskAsync(Maria);

        Assert.Contains("If a badge is waiting for this address, we are sending its e-mail again.", answer, StringComparison.Ordinal);
        var mail = await AgainAsync(badge);
        Assert.Equal((Maria, link, "Claim your digital badge: Best Practice Week attendee"), (mail.ToAddress, BadgeApplication.LinkIn(mail, "/claim/"), mail.Subject));
        Assert.Contains("Here is the e-mail about your digital badge Best Practice Week attendee once more.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Headers.Keys, name => name.StartsWith("List-Unsubscribe", StringComparison.Ordinal));
        await _app.BadgeAsync(badge, one => one.Mails.GetValueOrDefault(BadgeMail.Again(1)) is { State: BadgeMailState.Delivered, Address: Maria });
        await BadgeApplication.AcceptAsync(link);
        await _app.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.DoesNotContain(_app.Sandbox.Mailbox.Mails, sent => sent.Categories.Contains("sign-in"));
    }

    [Fact]
    public async Task Known_and_unknown_addresses_are_answered_alike_and_no_sooner()
    {
        await _app.AwardAndMailAsync();
        _app.Clock.Advance(BadgeMail.PauseBetween);

        var (known, afterKnown) = await TimedAsync(Maria);
        var (unknown, afterUnknown) = await TimedAsync("nobody@example.org");

        Assert.Equal(known, unknown);
        Assert.True(afterKnown >= SignInFunctions.AnswerTime && afterUnknown >= SignInFunctions.AnswerTime, $"{afterKnown}, {afterUnknown}");
        Assert.Single(await StartedAsync());
    }

    [Fact]
    public async Task Of_members_who_share_an_address_each_badge_that_waits_is_mailed_again_and_no_other()
    {
        var anna = new AwardedMember { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = Shared };
        var bert = new AwardedMember { Id = "m-bert", GivenName = "Bert", FamilyName = "Doe", Email = Shared };
        var accepted = await _app.AcceptedAsync(Achievement.Sample() with { Member = anna, TemplateCode = "project-management-foundations", Category = "course-and-programme" });
        var (annas, _) = await _app.AwardAndMailAsync(Achievement.Sample() with { Member = anna });
        var (berts, _) = await _app.AwardAndMailAsync(
            Achievement.Sample() with { Member = bert, TemplateCode = "level-c-project-manager", Category = "certificate" });
        await _app.AwardAndMailAsync();
        _app.Clock.Advance(BadgeMail.PauseBetween);

        await AskAsync(Shared);

        await AgainAsync(annas);
        await AgainAsync(berts);
        await MailedAllAsync();
        Assert.Equal(2, _app.Sandbox.Mailbox.Mails.Count(IsAgain));
        Assert.DoesNotContain(BadgeMail.Again(1), (await _app.Badges.GetAsync(accepted, None)).Mails.Keys);
    }

    [Fact]
    public async Task A_former_address_gets_nothing()
    {
        var (badge, _) = await _app.AwardAndMailAsync();
        await _app.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "maria@private.example" }));
        await _app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Update(2)));
        await _app.EventsFollowedUpAsync();
        _app.Clock.Advance(BadgeMail.PauseBetween);

        await AskAsync(Maria);
        await AskAsync("maria@private.example");

        Assert.Equal("maria@private.example", (await AgainAsync(badge)).ToAddress);
        await MailedAllAsync();
        Assert.Single(_app.Sandbox.Mailbox.Mails, IsAgain);
        Assert.Single(await StartedAsync());
    }

    [Fact]
    public async Task One_request_mails_the_ten_newest_badges()
    {
        // Credly would refuse the second of one template to one address.
        await _app.DisposeAsync();
        _app = await BadgeApplication.StartAsync(
            ("Credly:BaseAddress", null), ("Credly:OrganizationId", null), ("Credly:AuthorizationToken", null), ("Badges:Platform", "OpenBadges"));
        List<BadgeKey> badges = [];
        for (var number = 1; number <= 11; number++)
        {
            _app.Clock.Advance(TimeSpan.FromSeconds(1));
            badges.Add((await _app.AwardAndMailAsync()).Badge);
        }

        _app.Clock.Advance(BadgeMail.PauseBetween);

        await AskAsync(Maria);

        foreach (var badge in badges.Skip(1))
        {
            await AgainAsync(badge);
        }

        await MailedAllAsync();
        Assert.Equal(10, _app.Sandbox.Mailbox.Mails.Count(IsAgain));
    }

    [Fact]
    public async Task Links_and_claim_e_mails_together_are_asked_for_five_times_an_hour()
    {
        await _app.AwardAndMailAsync();
        List<string> answers = [];
        for (var asked = 0; asked < 7; asked++)
        {
            _app.Clock.Advance(BadgeMail.PauseBetween);
            answers.Add(await AskAsync(Maria));
            await MailedAllAsync();
        }

        Assert.Equal(5, _app.Sandbox.Mailbox.Mails.Count(IsAgain));
        Assert.Single(answers.Distinct());
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{_app.Url}/sign-in"), None);
        await browser.PressAsync("Send me a link", None, ("email", Maria));
        Assert.Empty(await RunningAsync());
    }

    [Fact]
    public async Task No_badge_is_mailed_twice_in_five_minutes()
    {
        var (badge, _) = await _app.AwardAndMailAsync();
        for (var asked = 0; asked < 4; asked++)
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(2));
            await AskAsync(Maria);
            await MailedAllAsync();
        }

        var times = (await _app.Badges.GetAsync(badge, None)).Mails.Values.Select(mail => mail.AttemptedAt).Order().ToList();
        Assert.InRange(times.Count, 2, 4);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= BadgeMail.PauseBetween, $"{pair}"));
    }

    [Fact]
    public async Task A_network_that_asks_too_often_is_told_so()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:PerNetwork", "1"));
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{app.Url}/sign-in"), None);
        await browser.PressAsync("Send my claim e-mail again", None, ("email", "nobody@example.org"));

        await browser.OpenAsync(new Uri($"{app.Url}/sign-in"), None);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => browser.PressAsync("Send my claim e-mail again", None, ("email", "nobody@example.org")));

        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_in_member_sees_where_each_e_mail_went_and_has_it_sent_again(bool javaScript)
    {
        var (badge, link) = await _app.AwardAndMailAsync();
        var page = await _app.Chromium.OpenAsync(javaScript);
        await SignedInAsync(page);
        await page.GotoAsync($"{_app.Url}/my-badges/{badge.BadgeId}");
        var section = page.GetByRole(AriaRole.Region, new() { Name = "E-mails about this badge" });
        await Assertions.Expect(section).ToContainTextAsync("Delivered");
        await Assertions.Expect(section).ToContainTextAsync($"Sent to {Maria} on ");
        await Assertions.Expect(section).ToContainTextAsync("Five minutes after the last e-mail you can have it sent again.");
        _app.Clock.Advance(BadgeMail.PauseBetween);
        await page.ReloadAsync();

        await section.GetByRole(AriaRole.Button, new() { Name = "Send the e-mail again" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync($"{_app.Url}/my-badges/{badge.BadgeId}#e-mails");
        await Assertions.Expect(section.Locator("dt").First).ToHaveTextAsync("The e-mail with the link to claim it, once more");
        await Assertions.Expect(section.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal(link, BadgeApplication.LinkIn(await AgainAsync(badge), "/claim/"));
    }

    [Fact]
    public async Task Nobody_has_another_member_s_badge_mailed_and_a_form_of_another_site_does_nothing()
    {
        var (badge, _) = await _app.AwardAndMailAsync();
        var other = new AwardedMember { Id = "m-other", GivenName = "Anna", FamilyName = "Roe", Email = "anna@example.org" };
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = other });
        _app.Clock.Advance(BadgeMail.PauseBetween);
        var path = $"/my-badges/{badge.BadgeId}/e-mail";

        Assert.Equal("/sign-in", await PostAsync(path, cookie: null));
        Assert.Equal("/my-badges", await PostAsync(path, await SignedIn.CookieAsync(_app, other.Id)));
        Assert.Equal($"/my-badges/{badge.BadgeId}#e-mails", await PostAsync(path, await SignedIn.CookieAsync(_app, "m-1001")));

        await MailedAllAsync();
        Assert.DoesNotContain(_app.Sandbox.Mailbox.Mails, IsAgain);
    }

    [Fact]
    public async Task An_e_mail_that_the_member_s_server_does_not_take_yet_is_said_to_be_tried_until_it_arrives()
    {
        _app.Sandbox.SendGridEvents.Deliver = false;
        var badge = await _app.AwardAsync();
        var mail = await _app.MailAsync(_ => true);
        await _app.BadgeAsync(badge, one => one.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Sent);

        await TellAsync(SendGridEvents.Event(mail, "processed", A.Now), SendGridEvents.Event(mail, "deferred", A.Now));
        var deferred = await PageAsync(badge);
        var status = (await StatusAsync(badge)).GetProperty("emails")[0];
        await TellAsync(SendGridEvents.Event(mail, "deferred", A.Now), SendGridEvents.Event(mail, "delivered", A.Now), SendGridEvents.Event(mail, "deferred", A.Now));
        var delivered = await PageAsync(badge);

        Assert.Contains("Your mail server is not taking it yet. We keep trying.", deferred, StringComparison.Ordinal);
        Assert.Equal(["kind", "state", "at", "deferredAt"], status.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("claim", "Sent", _app.Clock.GetUtcNow()), (status.GetProperty("kind").GetString(), status.GetProperty("state").GetString(), status.GetProperty("deferredAt").GetDateTimeOffset()));
        Assert.Contains("Delivered", delivered, StringComparison.Ordinal);
        Assert.DoesNotContain("Your mail server", delivered, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string address)
    {
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{_app.Url}/sign-in"), None);
        await browser.PressAsync("Send my claim e-mail again", None, ("email", address));
        return browser.Page.Body!.InnerHtml;
    }

    private async Task<(string Answer, TimeSpan After)> TimedAsync(string address)
    {
        var started = TimeProvider.System.GetTimestamp();
        return (await AskAsync(address), TimeProvider.System.GetElapsedTime(started));
    }

    private static bool IsAgain(Mail mail) => mail.Categories.Any(BadgeMail.IsAgain);

    private Task<Mail> AgainAsync(BadgeKey badge) =>
        _app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == BadgeMail.DeliveryIdOf(badge.BadgeId, BadgeMail.Again(1)));

    // What was asked for is over, and nothing that came of it is due any more.
    private async Task MailedAllAsync()
    {
        await _app.AdvanceUntilAsync(TimeSpan.FromSeconds(20), async () => (await RunningAsync()).Count == 0);
        await _app.EventsFollowedUpAsync();
    }

    private async Task<IReadOnlyList<OrchestrationMetadata>> StartedAsync() =>
        await _app.Durable.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "sign-in-" }).ToListAsync();

    private async Task<IReadOnlyList<OrchestrationMetadata>> RunningAsync() => [.. (await StartedAsync()).Where(one => !one.IsCompleted)];

    private async Task SignedInAsync(IPage page)
    {
        var cookie = (await SignedIn.CookieAsync(_app, "m-1001")).Split('=', 2);
        await page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = cookie[0], Value = Uri.UnescapeDataString(cookie[1]), Url = _app.Url }]);
    }

    private async Task<string?> PostAsync(string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("__form", "forged")]) };
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location?.OriginalString;
    }

    private async Task TellAsync(params JsonObject[] events)
    {
        using var request = _app.Sandbox.SendGridEvents.Signed(new JsonArray(events).ToJsonString());
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<string> PageAsync(BadgeKey badge)
    {
        using var response = await SignedIn.GetAsync(_app, "m-1001", $"/my-badges/{badge.BadgeId}");
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<JsonElement> StatusAsync(BadgeKey badge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/badges/{badge.BadgeId}") { Headers = { { "x-functions-key", TestSettings.CertificationKey } } };
        using var response = await _app.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
