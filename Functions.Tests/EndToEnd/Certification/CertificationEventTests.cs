using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>What becomes of an award later, told by the certification system, reaches Credly, the row and the member.</summary>
public sealed class CertificationEventTests
{
    private const string Reason = "Awarded by mistake";

    [Fact]
    public async Task A_revocation_ends_a_running_claim_and_reaches_credly_and_the_member()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, link) = await app.AwardAndMailAsync(achievement);
        using var member = new MemberBrowser();
        await member.OpenAsync(link, CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason)));

        var revoked = await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal((BadgeState.Revoked, Reason, null), (revoked.State, revoked.RevocationReason, revoked.Token));
        Assert.Equal((CredlyBadgeState.Revoked, Reason), There(app, badge));
        var mail = await MailAsync(app, badge, "revoked");
        Assert.Contains($"Reason: {Reason}", mail.Text, StringComparison.Ordinal);
        await member.OpenAsync(link, CancellationToken.None);
        Assert.Contains("This badge was revoked", member.Page.Title, StringComparison.Ordinal);
        await app.WorkflowAsync(badge, BadgeState.Revoked);
    }

    [Fact]
    public async Task A_revocation_after_the_acceptance_reaches_credly_and_the_member()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason)));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal((CredlyBadgeState.Revoked, Reason), There(app, badge));
        await MailAsync(app, badge, "revoked");
    }

    [Fact]
    public async Task A_revocation_that_credly_cannot_take_now_is_tried_until_it_does()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.Faults.Add("PUT", "/v1/", new Fault(FaultKind.Answer, 503));
        app.Sandbox.Faults.Add("PUT", "/v1/", new Fault(FaultKind.Answer, 401));
        app.Sandbox.Faults.Add("PUT", "/v1/", new Fault(FaultKind.DropAnswer));

        Assert.Equal(202, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason)));

        await app.AdvanceUntilAsync(
            TimeSpan.FromMinutes(20),
            async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform?.State is PlatformState.Revoked);
        Assert.Equal((CredlyBadgeState.Revoked, Reason), There(app, badge));
    }

    [Fact]
    public async Task A_revocation_that_credly_refuses_goes_through_at_once_when_an_administrator_retries()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.Faults.Add("PUT", "/v1/", new Fault(FaultKind.Answer, 422));
        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason));
        await app.BadgeAsync(badge, row => row.Problem is { Step: BadgeStep.UpdatePlatform });

        using var retry = await app.Client.PostAsync($"/api/admin/badges/{badge.BadgeId}/retry?code={TestSettings.OfficeKey}", null);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, retry.StatusCode);
        await app.BadgeAsync(badge, row => row is { Platform.State: PlatformState.Revoked, Problem: null });
    }

    [Fact]
    public async Task A_badge_that_is_revoked_while_its_issuing_fails_is_never_issued()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 503));
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is not null);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason)));

        await app.BadgeAsync(badge, row => row is { State: BadgeState.Revoked, Attempt: null });
        await app.WorkflowAsync(badge, BadgeState.Revoked);
        Assert.Empty(app.Sandbox.Credly.Badges);
        Assert.Empty(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_badge_whose_issuing_was_not_answered_is_found_and_revoked()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));
        app.Sandbox.CredlyWebhooks.Deliver = false;
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is not null);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason)));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal((CredlyBadgeState.Revoked, Reason), There(app, badge));
    }

    [Fact]
    public async Task A_renewal_replaces_the_badge_on_credly_and_an_accepted_one_stays_accepted()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample() with { ExpiresOn = "2030-12-31" };
        var badge = await app.AcceptedAsync(achievement);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31")));

        var renewed = await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal((BadgeState.Accepted, new DateOnly(2035, 12, 31)), (renewed.State, renewed.ExpiresOn));
        var there = app.Sandbox.Credly.Badge(Guid.Parse(renewed.Platform!.Id))!;
        Assert.Equal(new DateTimeOffset(2035, 12, 31, 23, 59, 59, TimeSpan.Zero), there.ExpiresAt);
        Assert.Equal(CredlyBadgeState.Accepted, there.State);
        var update = (await MailAsync(app, badge, "update-2")).Text;
        Assert.Contains("What has changed\n\nValid until: 31 December 2035\n", update.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("valid until 31 December 2035", update, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("achievement.revoked", "Revoke", BadgeState.Revoked)]
    [InlineData("achievement.renewed", "Renew", BadgeState.Pending)]
    [InlineData("achievement.corrected", "Correct", BadgeState.Pending)]
    [InlineData("member.updated", "Change the address", BadgeState.Pending)]
    public async Task The_sandbox_s_page_tells_of_each_kind_of_news(string type, string button, BadgeState expected)
    {
        await using var app = await BadgeApplication.StartAsync();
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri(new Uri(app.Sandbox.Addresses.Sandbox), "/certification"), CancellationToken.None);
        await browser.PressAsync("Award", CancellationToken.None, ("template", "best-practice-week-attendee"), ("member", "m-1"));
        await app.MailAsync(_ => true);
        var badge = new BadgeKey("m-1", Assert.Single(app.Sandbox.Credly.Badges).IssuerEarnerId!);

        await browser.PressAsync(button, CancellationToken.None, ("type", type), ("family", "Verdi"), ("email", "new@example.org"));

        Assert.Contains($"The app took {type}", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await app.BadgeAsync(badge, row => row.State == expected && (row.Revision == 2 || expected is BadgeState.Revoked));
    }

    [Fact]
    public async Task A_correction_of_a_pending_badge_replaces_it_and_the_claim_goes_on()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, link) = await app.AwardAndMailAsync(achievement);

        var corrected = achievement with { Member = achievement.Member with { FamilyName = "Rossi-Bianchi" } };
        Assert.Equal(202, await TellAsync(app, CertificationNews.Corrected(corrected)));

        var row = await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal("Rossi-Bianchi", app.Sandbox.Credly.Badge(Guid.Parse(row.Platform!.Id))!.LastName);
        Assert.Contains("It is waiting for you", (await MailAsync(app, badge, "update-2")).Text, StringComparison.Ordinal);
        await BadgeApplication.AcceptAsync(link);
        await app.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task A_member_s_new_address_gets_what_is_still_pending()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();

        var moved = new AwardedMember { Email = "maria.bianchi@example.org" };
        Assert.Equal(202, await TellAsync(app, CertificationNews.MemberUpdated(moved)));

        var mail = await MailAsync(app, badge, "update-2");
        Assert.Equal("maria.bianchi@example.org", mail.ToAddress);
        await BadgeApplication.AcceptAsync(BadgeApplication.LinkIn(mail, "/claim/"));
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.Equal("maria.bianchi@example.org", app.Sandbox.Credly.Badges.Single(one => one.State == CredlyBadgeState.Accepted).RecipientEmail);
    }

    [Fact]
    public async Task A_member_s_change_leaves_accepted_badges_as_they_were_awarded()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();
        var before = await app.Badges.GetAsync(badge, CancellationToken.None);

        Assert.Equal(202, await TellAsync(app, CertificationNews.MemberUpdated(new AwardedMember { FamilyName = "Bianchi" }), "msg_change"));

        await app.EventsFollowedUpAsync();
        Assert.Equal(before.ETag, (await app.Badges.GetAsync(badge, CancellationToken.None)).ETag);
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_not_made_twice()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));

        Assert.Equal(202, await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31")));

        await app.AdvanceUntilAsync(
            TimeSpan.FromMinutes(1),
            async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform?.Revision == 2);
        Assert.Equal(2, app.Sandbox.Credly.Badges.Count);
    }

    [Fact]
    public async Task An_earlier_word_that_arrives_later_changes_nothing()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var now = app.Clock.GetUtcNow();
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31") with { At = now.AddMinutes(-1) });
        await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);

        Assert.Equal(202, await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2031-12-31") with { At = now.AddMinutes(-2) }));

        await app.EventsFollowedUpAsync();
        Assert.Equal(new DateOnly(2035, 12, 31), (await app.Badges.GetAsync(badge, CancellationToken.None)).ExpiresOn);
    }

    private static async Task<int> TellAsync(BadgeApplication app, CertificationNews news, string? webhookId = null) =>
        (await app.Sandbox.Certification.TellAsync(news, webhookId)).Status;

    private static (string State, string? Reason) There(BadgeApplication app, BadgeKey badge)
    {
        var there = Assert.Single(app.Sandbox.Credly.Badges, one => one.IssuerEarnerId == badge.BadgeId);
        return (there.State, there.RevocationReason);
    }

    private static Task<Mail> MailAsync(BadgeApplication app, BadgeKey badge, string kind) =>
        app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-{kind}");
}
