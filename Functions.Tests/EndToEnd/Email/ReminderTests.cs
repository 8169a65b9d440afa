using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>Reminders, and how a member gets no more of them: by the mailbox's own button (RFC 8058), or by the link at the foot.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Uri _claim = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "2.00:00:00"), ("Claims:Reminders:1", "4.00:00:00"), ("Claims:Window", "8.00:00:00"));
        (_badge, _claim) = await _app.AwardAndMailAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_reminder_says_in_its_headers_and_at_its_foot_where_reminders_are_stopped_and_the_claim_e_mail_does_not()
    {
        var reminder = await ReminderAsync();

        var link = BadgeApplication.LinkIn(reminder, "/reminders/");
        Assert.Equal(
            new Dictionary<string, string> { ["List-Unsubscribe"] = $"<{link}>", ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" },
            reminder.Headers);
        Assert.Contains($"No more reminders about this badge:\n{link}", reminder.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}\"", reminder.Html, StringComparison.Ordinal);
        var claim = await _app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Claim));
        Assert.Empty(claim.Headers);
        Assert.DoesNotContain("/reminders/", claim.Text + claim.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("maria", link.AbsoluteUri, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_click_of_the_mailbox_stops_the_reminders_and_nothing_else()
    {
        var link = BadgeApplication.LinkIn(await ReminderAsync(), "/reminders/");

        using var first = await PostAsync(link, ("List-Unsubscribe", "One-Click"));
        using var second = await PostAsync(link, ("List-Unsubscribe", "One-Click"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(_app.Clock.GetUtcNow(), (await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
        await PassDaysAsync(3);
        Assert.Equal(HttpStatusCode.OK, (await _app.Client.GetAsync(_claim)).StatusCode);
        await _app.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(new AwardedMember { GivenName = "Mary" }));
        await _app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Update(2)));
        Assert.Equal([BadgeMail.Claim, BadgeMail.Reminder(1), BadgeMail.Update(2)], _app.Sandbox.Mailbox.Mails.SelectMany(mail => mail.Categories));
    }

    [Fact]
    public async Task A_multipart_form_of_one_click_counts_too()
    {
        var link = BadgeApplication.LinkIn(await ReminderAsync(), "/reminders/");
        using var form = new MultipartFormDataContent { { new StringContent("One-Click"), "\"List-Unsubscribe\"" } };

        using var response = await _app.Client.PostAsync(link, form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull((await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_a_form_without_its_value_neither()
    {
        var link = BadgeApplication.LinkIn(await ReminderAsync(), "/reminders/");
        using var head = new HttpRequestMessage(HttpMethod.Head, link);

        using var opened = await _app.Client.GetAsync(link);
        using var scanned = await _app.Client.SendAsync(head);
        using var forged = await PostAsync(link, ("__form", "forged"));
        using var empty = await _app.Client.PostAsync(link, null);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            [opened.StatusCode, scanned.StatusCode, forged.StatusCode, empty.StatusCode]);
        Assert.Null((await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
        await PassDaysAsync(2);
        Assert.Single(_app.Sandbox.Mailbox.Mails, mail => mail.Categories.Contains(BadgeMail.Reminder(2)));
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_and_a_claim_link_in_its_place_stop_nothing()
    {
        var link = BadgeApplication.LinkIn(await ReminderAsync(), "/reminders/").AbsoluteUri;
        var claims = _claim.AbsoluteUri.Replace("/claim/", "/reminders/", StringComparison.Ordinal);

        foreach (var wrong in new[] { $"{link}x", link[..^1], claims })
        {
            using var response = await PostAsync(new Uri(wrong), ("List-Unsubscribe", "One-Click"));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _app.Client.GetAsync(new Uri(link.Replace("/reminders/", "/claim/", StringComparison.Ordinal)))).StatusCode);
        Assert.Null((await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
    }

    [Fact]
    public async Task A_mailbox_that_the_badge_goes_to_no_longer_stops_nothing_and_is_told_nothing_of_the_badge()
    {
        var link = BadgeApplication.LinkIn(await ReminderAsync(), "/reminders/");
        await _app.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "maria@private.example" }));
        await _app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Update(2)));

        using var posted = await PostAsync(link, ("List-Unsubscribe", "One-Click"));
        var page = await _app.Client.GetStringAsync(link);

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Contains("This badge goes to another e-mail address by now.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Best Practice Week", page, StringComparison.Ordinal);
        Assert.Null((await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_behind_the_link_says_what_it_does_and_its_button_does_it(bool javaScript)
    {
        var badge = await _app.Badges.GetAsync(_badge, None);
        var page = await _app.Chromium.OpenAsync(javaScript);
        await page.GotoAsync(_app.Services.GetRequiredService<ClaimLink>().StopRemindersUrlFor(badge).AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Stop the reminders about this badge?");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Best Practice Week attendee");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the reminders" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No more reminders");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You can still claim it until");
        Assert.NotNull((await _app.Badges.GetAsync(_badge, None)).RemindersStoppedAt);
        // The answer was an address to get: a reload sends nothing again.
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No more reminders");
    }

    private async Task<Mail> ReminderAsync()
    {
        await PassDaysAsync(2);
        return await _app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Reminder(1)));
    }

    // By then the reminders of those days are sent, if there are any.
    private async Task PassDaysAsync(int days)
    {
        var until = _app.Clock.GetUtcNow().AddDays(days).AddHours(1);
        await _app.AdvanceUntilAsync(TimeSpan.FromHours(1), () => Task.FromResult(_app.Clock.GetUtcNow() >= until));
        await _app.EventsFollowedUpAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(Uri address, (string Name, string Value) field)
    {
        using var form = new FormUrlEncodedContent([new(field.Name, field.Value)]);
        return await _app.Client.PostAsync(address, form);
    }
}
