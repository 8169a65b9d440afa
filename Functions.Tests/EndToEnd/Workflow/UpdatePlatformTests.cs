using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>Whatever becomes of a change on its way to the platform, the platform says what the row says in the end.</summary>
public sealed class UpdatePlatformTests
{
    private const string Reason = "By mistake";

    [Fact]
    public async Task A_correction_after_a_replacement_whose_answer_was_lost_reaches_credly()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await RenewedWithoutAnswerAsync(app, achievement);

        await TellAsync(app, CertificationNews.Corrected(
            achievement with { ExpiresOn = "2035-12-31", Member = achievement.Member with { FamilyName = "Bianchi" } }));

        await UntilShownAsync(app, badge, 3);
        Assert.Equal("Bianchi", (await ThereAsync(app, badge)).LastName);
    }

    [Fact]
    public async Task A_revocation_after_a_replacement_whose_answer_was_lost_reaches_what_is_valid()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await RenewedWithoutAnswerAsync(app, achievement);

        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(2, app.Sandbox.Credly.Badges.Count);
        Assert.All(app.Sandbox.Credly.Badges, there => Assert.Equal(CredlyBadgeState.Revoked, there.State));
        Assert.Equal(Reason, (await ThereAsync(app, badge)).RevocationReason);
    }

    [Fact]
    public async Task A_revocation_of_a_hosted_badge_reaches_what_took_its_place()
    {
        await using var app = await BadgeApplication.StartAsync(("Badges:Platform", "OpenBadges"));
        var achievement = Achievement.Sample();
        var (badge, _) = await app.AwardAndMailAsync(achievement);
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));
        await UntilShownAsync(app, badge, 2);

        await app.Services.GetRequiredService<BadgePlatforms>().For(PlatformName.OpenBadges)
            .RevokeAsync(HostedBadge.IdOf(badge, 1), Reason, CancellationToken.None);

        var valid = await app.Services.GetRequiredService<HostedBadges>().FindAsync(HostedBadge.IdOf(badge, 2), CancellationToken.None);
        Assert.Equal((PlatformState.Revoked, Reason), (valid!.State, valid.RevocationReason));
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(429, "{}")]
    [InlineData(500, "{}")]
    [InlineData(200, "<html>Welcome</html>")]
    [InlineData(201, "{\"data\":{\"id\":\"5b1f")]
    public async Task A_renewal_that_is_not_answered_as_documented_is_tried_until_it_is(int status, string body)
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, _) = await app.AwardAndMailAsync(achievement);
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, status, Body: body));

        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));

        await app.BadgeAsync(badge, row => row is { State: BadgeState.Pending, Platform.Revision: 1, Problem.Step: BadgeStep.UpdatePlatform });
        await UntilShownAsync(app, badge, 2);
        Assert.Null((await app.BadgeAsync(badge, row => row.Problem is null)).Problem);
        Assert.Equal(2, app.Sandbox.Credly.Badges.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_while_the_platform_was_called_is_repaired_by_the_next_attempt(bool wasCarriedOut)
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        var there = Assert.Single(app.Sandbox.Credly.Badges);
        await app.Badges.ChangeAsync(
            badge, "Begun", row => row with { Revision = 2, Attempt = row.Attempt! with { Revision = 2 } }, CancellationToken.None);
        if (wasCarriedOut)
        {
            app.Sandbox.Credly.Replace(there.Id, there with { Id = Guid.NewGuid(), AcceptToken = CredlyStandIn.NewAcceptToken() });
        }

        using var retry = await app.Client.PostAsync($"/api/admin/badges/{badge.BadgeId}/retry?code={TestSettings.OfficeKey}", null);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, retry.StatusCode);
        await UntilShownAsync(app, badge, 2);
        Assert.Equal(2, app.Sandbox.Credly.Badges.Count);
    }

    [Fact]
    public async Task A_read_does_not_hide_that_an_update_was_refused()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 422), times: 5);
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));
        await app.BadgeAsync(badge, row => row.Problem is { Step: BadgeStep.UpdatePlatform });

        app.Sandbox.Credly.SetHidden(Assert.Single(app.Sandbox.Credly.Badges).Id, true);

        var row = await app.BadgeAsync(badge, one => one.Platform is { IsPublic: false });
        Assert.Equal((1, 2, BadgeStep.UpdatePlatform), (row.Platform!.Revision, row.Revision, row.Problem?.Step));
    }

    [Fact]
    public async Task A_declined_badge_that_was_corrected_and_is_accepted_then_is_corrected_on_credly()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, _) = await app.AwardAndMailAsync(achievement);
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Rejected);
        await app.BadgeAsync(badge, BadgeState.Declined);
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));
        await app.EventsFollowedUpAsync();

        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);

        var row = await app.BadgeAsync(badge, one => one.Platform?.Revision == 2);
        Assert.Equal(BadgeState.Accepted, row.State);
    }

    [Theory]
    [InlineData(FaultKind.Drop)]
    [InlineData(FaultKind.DropAnswer)]
    public async Task A_badge_that_expires_before_it_is_issued_is_issued_once_it_is_renewed(FaultKind kind)
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample() with { ExpiresOn = $"{app.Clock.GetUtcNow():yyyy-MM-dd}" };
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(kind));
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is not null);
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty((await app.BadgeAsync(badge, BadgeState.Expired)).Problems);
        await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);

        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));

        await app.AdvanceUntilAsync(
            TimeSpan.FromSeconds(20), async () => await app.Badges.GetAsync(badge, CancellationToken.None) is { State: BadgeState.Pending, Platform.Revision: 2 });
        var there = Assert.Single(app.Sandbox.Credly.Badges, one => one.State == CredlyBadgeState.Pending);
        Assert.Equal(new DateTimeOffset(2035, 12, 31, 23, 59, 59, TimeSpan.Zero), there.ExpiresAt);
        await app.WorkflowAsync(badge, BadgeState.Pending);
    }

    [Fact]
    public async Task A_correction_that_leaves_a_badge_expired_is_kept_here_and_sent_with_its_renewal()
    {
        await using var app = await BadgeApplication.StartAsync();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var achievement = Achievement.Sample() with { AwardedOn = $"{today.AddDays(-9):yyyy-MM-dd}", ExpiresOn = $"{today:yyyy-MM-dd}" };
        var badge = await app.AcceptedAsync(achievement);
        await app.AdvanceUntilAsync(
            TimeSpan.FromHours(1), async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).State is BadgeState.Expired);

        await TellAsync(app, CertificationNews.Corrected(achievement with { Member = achievement.Member with { FamilyName = "Bianchi" } }));
        await app.EventsFollowedUpAsync();

        Assert.Equal(BadgeState.Expired, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
        Assert.Single(app.Sandbox.Credly.Badges);
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));
        await app.BadgeAsync(badge, row => row is { State: BadgeState.Accepted, Platform.Revision: 3 });
        Assert.Equal("Bianchi", (await ThereAsync(app, badge)).LastName);
    }

    [Fact]
    public async Task A_change_of_address_after_an_issue_that_was_not_answered_leads_to_one_badge()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, row => row.Problem is not null);

        await TellAsync(app, CertificationNews.MemberUpdated(new AwardedMember { Email = "right@example.org" }));

        await UntilShownAsync(app, badge, 2);
        Assert.Equal("right@example.org", Assert.Single(app.Sandbox.Credly.Badges, one => one.State == CredlyBadgeState.Pending).RecipientEmail);
    }

    [Fact]
    public async Task A_revocation_of_a_badge_that_is_known_on_the_platform_needs_no_template()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        await app.Tables.GetTableClient(BadgeTemplates.Table).DeleteEntityAsync("Event", achievement.TemplateCode);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason));

        await app.BadgeAsync(badge, row => row.Platform!.State is PlatformState.Revoked);
        Assert.Equal(CredlyBadgeState.Revoked, (await ThereAsync(app, badge)).State);
    }

    [Fact]
    public async Task A_revocation_whose_template_is_gone_and_whose_badge_is_not_known_waits_with_the_reason()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is not null);
        var templates = app.Tables.GetTableClient(BadgeTemplates.Table);
        await templates.DeleteEntityAsync("Event", achievement.TemplateCode);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var gone = $"The badge template {achievement.TemplateCode} is gone or cannot be read.";
        await app.BadgeAsync(badge, row => row.Problem?.Reason == gone);

        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, Reason));

        // It is not to be issued any more: why that failed is nobody's problem.
        var waiting = await app.BadgeAsync(badge, row => row is { State: BadgeState.Revoked, Problem.Step: BadgeStep.UpdatePlatform });
        Assert.Equal(gone, Assert.Single(waiting.Problems).Reason);
        Assert.NotNull(waiting.Attempt);
    }

    [Fact]
    public async Task A_badge_that_is_revoked_while_it_could_not_be_issued_does_not_say_so()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 503));
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, row => row.Problem is not null);
        var changed = await app.Badges.ChangeAsync(
            await app.Badges.GetAsync(badge, CancellationToken.None), null, row => row.After(BadgeEvent.Revoked, A.Now), CancellationToken.None);

        var late = await app.Services.GetRequiredService<BadgeProgress>().SaveAsync(
            changed, BadgeStep.IssueBadge, new PlatformAnswer.Refused("The template is gone."), null, CancellationToken.None);

        Assert.DoesNotContain(late.Problems, problem => problem.Step is BadgeStep.IssueBadge);
    }

    private static async Task<BadgeKey> RenewedWithoutAnswerAsync(BadgeApplication app, Achievement achievement)
    {
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));
        // Nor does the look at Credly that follows show what became of it.
        app.Sandbox.Faults.Add("GET", "/v1/", new Fault(FaultKind.Answer, 422));
        await TellAsync(app, CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));
        await app.BadgeAsync(badge, row => row.ProblemOf(BadgeStep.UpdatePlatform) is not null && row.ProblemOf(BadgeStep.SyncAcceptance) is not null);
        return badge;
    }

    private static async Task TellAsync(BadgeApplication app, CertificationNews news) =>
        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(news)).Status);

    private static Task UntilShownAsync(BadgeApplication app, BadgeKey badge, int revision) => app.AdvanceUntilAsync(
        TimeSpan.FromSeconds(20), async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform?.Revision == revision);

    private static async Task<CredlyBadge> ThereAsync(BadgeApplication app, BadgeKey badge) =>
        app.Sandbox.Credly.Badge(Guid.Parse((await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.Id))!;
}
