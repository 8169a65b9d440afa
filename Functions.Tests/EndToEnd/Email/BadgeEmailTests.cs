using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>The e-mails about a badge, as they arrive.</summary>
public sealed class BadgeEmailTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task The_claim_link_is_in_both_parts()
    {
        await using var app = await BadgeApplication.StartAsync();

        var (_, link) = await app.AwardAndMailAsync();

        var mail = Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Contains(link.AbsoluteUri, mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link.AbsoluteUri}\"", mail.Html, StringComparison.Ordinal);
        Assert.Equal("Claim your digital badge: Best Practice Week attendee", mail.Subject);
        Assert.Equal("Badges <badges@example.org>", mail.From);
        Assert.Equal("Maria Rossi <maria.rossi@example.org>", mail.To);
    }

    [Fact]
    public async Task Reminders_come_on_their_days_one_of_a_kind()
    {
        await using var app = await BadgeApplication.StartAsync(
            ("Claims:Reminders:0", "7.00:00:00"), ("Claims:Reminders:1", "14.00:00:00"), ("Claims:Window", "30.00:00:00"));
        var awarded = app.Clock.GetUtcNow();
        var (key, link) = await app.AwardAndMailAsync();

        await AdvanceAsync(app, key, Week - TimeSpan.FromMinutes(1));
        Assert.Single(app.Sandbox.Mailbox.Mails);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await app.MailAsync(mail => mail.Categories.Contains("reminder-1"));

        await AdvanceAsync(app, key, Week - TimeSpan.FromMinutes(1));
        Assert.Equal(2, app.Sandbox.Mailbox.Mails.Count);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await app.MailAsync(mail => mail.Categories.Contains("reminder-2"));

        Assert.Equal((awarded + Week, awarded + 2 * Week), (first.At, second.At));
        Assert.All([first, second], mail => Assert.Equal("Reminder: claim your digital badge Best Practice Week attendee", mail.Subject));
        Assert.All([first, second], mail => Assert.Equal(link, BadgeApplication.LinkIn(mail, "/claim/")));
        await AdvanceAsync(app, key, Week);
        app.Clock.Advance(2 * Week);
        await app.BadgeAsync(key, BadgeState.Lapsed);
        Assert.Equal(3, app.Sandbox.Mailbox.Mails.Count);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_badge_that_they_accepted()
    {
        await using var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        var (key, _) = await app.AwardAndMailAsync();

        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        await app.BadgeAsync(key, BadgeState.Accepted);

        Assert.True((await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None)).IsCompleted);
        app.Clock.Advance(2 * Week);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_member_whose_address_was_put_right_after_a_bounce_is_reminded()
    {
        await using var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        var sample = Achievement.Sample();
        var key = await app.AwardAsync(sample with { Member = sample.Member with { Email = "bounce.rossi@example.org" } });
        await app.BadgeAsync(key, badge => badge.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Bounced);

        await app.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "right@example.org" }));
        await app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Update(2)));
        app.Clock.Advance(Week);

        Assert.Equal("right@example.org", (await app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Reminder(1)))).ToAddress);
    }

    [Fact]
    public async Task A_member_whose_name_has_a_comma_gets_every_e_mail()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample() with { Member = new AwardedMember { GivenName = "Jane \"JR\"", FamilyName = "Roe, PhD" } };
        await app.AwardAndMailAsync(achievement);
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{app.Url}/sign-in"), CancellationToken.None);
        await browser.PressAsync("Send me a link", CancellationToken.None, ("email", "maria.rossi@example.org"));
        await app.MailAsync(mail => mail.Categories.Contains("sign-in"));
        await app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, "by mistake"));

        await app.MailAsync(mail => mail.Categories.Contains(BadgeMail.Revoked));

        Assert.All(app.Sandbox.Mailbox.Mails, mail => Assert.Equal("Jane \"JR\" Roe, PhD <maria.rossi@example.org>", mail.To));
    }

    [Fact]
    public async Task Hostile_names_change_neither_the_headers_nor_the_html()
    {
        const string Hostile = "Week\r\nBcc: all@example.org\u2028<script>alert(1)</script>\u202E";
        await using var app = await BadgeApplication.StartAsync();
        await app.Tables.GetTableClient(BadgeTemplates.Table).UpdateEntityAsync(
            new TableEntity("Event", "best-practice-week-attendee") { ["Name"] = Hostile }, ETag.All, TableUpdateMode.Merge);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await app.AwardAndMailAsync(Achievement.Sample() with
        {
            Member = new AwardedMember { GivenName = "Ma\u202Eria\u200B", FamilyName = "<b>Rossi</b>" },
        });

        var mail = Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal("Claim your digital badge: WeekBcc: all@example.org<script>alert(1)</script>", mail.Subject);
        Assert.Equal("Maria <b>Rossi</b>", mail.ToName);
        Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", mail.Html + mail.Text, StringComparison.Ordinal);
        Assert.Equal("maria.rossi@example.org", mail.ToAddress);
    }

    [Fact]
    public async Task Hostile_names_and_reasons_change_neither_the_headers_nor_the_html_of_a_notice()
    {
        const string Hostile = "Week\r\nBcc: all@example.org\u2028<script>alert(1)</script>\u202E";
        await using var app = await BadgeApplication.StartAsync();
        await app.Tables.GetTableClient(BadgeTemplates.Table).UpdateEntityAsync(
            new TableEntity("Event", "best-practice-week-attendee") { ["Name"] = Hostile }, ETag.All, TableUpdateMode.Merge);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var achievement = Achievement.Sample() with { Member = new AwardedMember { GivenName = "Ma\u202Eria\u200B", FamilyName = "<b>Rossi</b>" } };
        await app.AwardAndMailAsync(achievement);

        await app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, "\u202E<script>alert(2)</script>\u2029Bcc: all@example.org"));

        var mail = await app.MailAsync(mail => mail.Categories.Contains("revoked"));
        Assert.Equal("Your digital badge was revoked: WeekBcc: all@example.org<script>alert(1)</script>", mail.Subject);
        Assert.Equal(("Maria <b>Rossi</b>", "maria.rossi@example.org"), (mail.ToName, mail.ToAddress));
        Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", mail.Html + mail.Text, StringComparison.Ordinal);
        Assert.Contains("Reason: <script>alert(2)</script>Bcc: all@example.org\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_reason_that_is_taken_is_told_whole()
    {
        var reason = new string('x', 500);
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        await app.AwardAndMailAsync(achievement);

        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, reason))).Status);

        var mail = await app.MailAsync(mail => mail.Categories.Contains("revoked"));
        Assert.Contains(reason, mail.Text, StringComparison.Ordinal);
        Assert.Contains(reason, mail.Html, StringComparison.Ordinal);
    }

    // A signal makes the workflow take a step at the new time: had it something to send by then, it would have sent it.
    private static async Task AdvanceAsync(BadgeApplication app, BadgeKey key, TimeSpan time)
    {
        app.Clock.Advance(time);
        for (var i = 0; i < 2; i++)
        {
            var reads = Reads(app);
            await app.ReadFromPlatformAsync(key);
            await BadgeApplication.UntilAsync(() => Task.FromResult(Reads(app) > reads), () => "the badge was not read");
            // To a call that is still under way the next step of the clock is an answer that never came.
            await app.BadgeAsync(key, badge => badge.News is null);
        }
    }

    private static int Reads(BadgeApplication app) =>
        app.Sandbox.Faults.Calls.Count(call => call.StartsWith("GET /v1/", StringComparison.Ordinal));
}
