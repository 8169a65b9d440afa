using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

public sealed class ExpireBadgesTests
{
    [Fact]
    public async Task A_badge_ends_once_its_last_day_is_over_everywhere()
    {
        await using var app = await BadgeApplication.StartAsync();
        var lastDay = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(2);
        var badge = await AcceptedAsync(app, lastDay);

        // At UTC-12 it is noon in UTC when the day ends; the timer looks once an hour.
        var over = new DateTimeOffset(lastDay.AddDays(1), new TimeOnly(12, 0), TimeSpan.Zero);
        await GoToAsync(app, over.AddMinutes(-31));
        Assert.Equal(BadgeState.Accepted, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);

        await GoToAsync(app, over.AddHours(1.5));
        await app.BadgeAsync(badge, BadgeState.Expired);
    }

    [Fact]
    public async Task A_claim_that_is_open_ends_with_the_badge()
    {
        await using var app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "300.00:00:00"));
        var lastDay = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var (badge, _) = await app.AwardAndMailAsync(Achievement.Sample() with { ExpiresOn = $"{lastDay:yyyy-MM-dd}" });

        await app.AdvanceUntilAsync(
            TimeSpan.FromHours(1),
            async () => await app.Durable.GetInstanceAsync(badge.InstanceId, CancellationToken.None) is { IsCompleted: true });

        Assert.Equal(BadgeState.Expired, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
    }

    [Fact]
    public async Task An_award_that_is_over_when_it_comes_is_issued_and_mailed_once_it_is_renewed()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample() with { ExpiresOn = $"{app.Clock.GetUtcNow().AddDays(-2):yyyy-MM-dd}" };
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, BadgeState.Expired);
        Assert.Empty(app.Sandbox.Credly.Badges);

        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"))).Status);

        var mail = await app.MailAsync(_ => true);
        await BadgeApplication.AcceptAsync(BadgeApplication.LinkIn(mail, "/claim/"));
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        var there = Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Equal(new DateTimeOffset(2035, 12, 31, 23, 59, 59, TimeSpan.Zero), there.ExpiresAt);
        Assert.Equal(there.Id.ToString(), (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.Id);
    }

    [Fact]
    public async Task A_badge_that_was_renewed_meanwhile_goes_on()
    {
        await using var app = await BadgeApplication.StartAsync();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var badge = await AcceptedAsync(app, today);
        await app.Badges.ChangeAsync(badge, "Renewed", known => known with { ExpiresOn = today.AddYears(1) }, CancellationToken.None);

        // The timer has looked once it has forgotten the day.
        await app.AdvanceUntilAsync(TimeSpan.FromHours(1), async () => !await ExpiriesAsync(app).AnyAsync());

        Assert.Equal(BadgeState.Accepted, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_badge_that_cannot_be_read_does_not_keep_others_from_expiring()
    {
        await using var app = await BadgeApplication.StartAsync();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var broken = new BadgeKey("m-0", new string('0', 32));
        await app.Tables.GetTableClient(BadgeStore.Table).AddEntityAsync(new TableEntity(broken.MemberId, BadgeEntity.RowKeyOf(broken.BadgeId)) { ["State"] = "FromTheFuture" });
        await app.Services.GetRequiredService<BadgeExpiries>().NoteAsync(broken, today.AddDays(-1), CancellationToken.None);
        var badge = await AcceptedAsync(app, today);

        await app.AdvanceUntilAsync(
            TimeSpan.FromHours(1), async () => (await app.Badges.GetAsync(badge, CancellationToken.None)).State is BadgeState.Expired);

        await BadgeApplication.UntilAsync(async () => await ExpiriesAsync(app).CountAsync() == 1, () => "the day was not forgotten");
        Assert.Equal(broken.BadgeId, (await ExpiriesAsync(app).SingleAsync()).RowKey);
        Assert.Contains(app.Logs.Errors, log => log.Message.Contains(broken.BadgeId, StringComparison.Ordinal));
    }

    // The clock stands afterwards, however long the app needs by a real one.
    private static Task GoToAsync(BadgeApplication app, DateTimeOffset time) =>
        app.AdvanceUntilAsync(TimeSpan.FromMinutes(30), () => Task.FromResult(app.Clock.GetUtcNow() >= time));

    private static IAsyncEnumerable<TableEntity> ExpiriesAsync(BadgeApplication app) =>
        app.Tables.GetTableClient(BadgeExpiries.Table).QueryAsync<TableEntity>();

    private static async Task<BadgeKey> AcceptedAsync(BadgeApplication app, DateOnly lastDay)
    {
        var (badge, _) = await app.AwardAndMailAsync(Achievement.Sample() with { ExpiresOn = $"{lastDay:yyyy-MM-dd}" });
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        return badge;
    }
}
