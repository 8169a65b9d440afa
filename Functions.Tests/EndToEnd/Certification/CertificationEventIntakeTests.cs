using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>Which events about an award are taken, and that each is followed up once.</summary>
public sealed class CertificationEventIntakeTests
{
    [Fact]
    public async Task An_event_that_is_delivered_twice_is_followed_up_once()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        var news = CertificationNews.Renewed(achievement.AchievementId, "2035-12-31");

        Assert.Equal(202, await TellAsync(app, news, "msg_renewal"));
        await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal(202, await TellAsync(app, news, "msg_renewal"));

        await app.EventsFollowedUpAsync();
        Assert.Equal(2, (await app.Badges.GetAsync(badge, CancellationToken.None)).Revision);
    }

    [Fact]
    public async Task What_was_never_awarded_is_404_and_a_member_without_badges_is_taken_and_nothing_done()
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Equal(404, await TellAsync(app, CertificationNews.Revoked("never", "Awarded by mistake")));
        Assert.Equal(202, await TellAsync(app, CertificationNews.MemberUpdated(new AwardedMember { Id = "nobody" })));

        await app.EventsFollowedUpAsync();
        Assert.Null(await app.Services.GetRequiredService<MemberStore>().FindAsync("nobody", CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_correction_names_the_same_member_and_template(bool isOtherMember)
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        await app.AwardAndMailAsync(achievement);
        var other = isOtherMember
            ? achievement with { Member = achievement.Member with { Id = "m-2" } }
            : achievement with { TemplateCode = "volunteer-of-the-year", Category = "award" };

        Assert.Equal(409, await TellAsync(app, CertificationNews.Corrected(other)));
    }

    [Fact]
    public async Task A_renewal_until_before_the_award_is_422_and_names_the_field()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        await app.AwardAndMailAsync(achievement);

        var answer = await app.Sandbox.Certification.TellAsync(CertificationNews.Renewed(achievement.AchievementId, "1999-01-01"));

        Assert.Equal(422, answer.Status);
        Assert.Contains("data.expiresOn", answer.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_whose_follow_up_failed_is_followed_up_when_it_is_sent_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await app.AcceptedAsync(achievement);
        app.Sandbox.Faults.Add("PUT", "/v1/", new Fault(FaultKind.Answer, 503));
        var news = CertificationNews.Revoked(achievement.AchievementId, "Awarded by mistake");
        await TellAsync(app, news, "msg_revocation");
        await app.BadgeAsync(badge, row => row.Problem is not null);
        await app.Durable.TerminateInstanceAsync(badge.InstanceId, "failed", CancellationToken.None);
        await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(202, await TellAsync(app, news, "msg_revocation"));

        await app.BadgeAsync(badge, row => row.Platform!.State is PlatformState.Revoked);
    }

    [Fact]
    public async Task An_event_that_overtakes_the_recording_of_its_award_is_to_be_sent_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.TableCalls.BeforeWrite = _ => throw new IOException("Storage is down.");
        var badge = await app.AwardAsync(achievement);

        Assert.Equal(503, await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, "Awarded by mistake")));

        app.TableCalls.BeforeWrite = null;
        await app.AdvanceUntilAsync(
            TimeSpan.FromSeconds(1),
            async () => await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, "Awarded by mistake")) == 202);
        await app.BadgeAsync(badge, BadgeState.Revoked);
    }

    private static async Task<int> TellAsync(BadgeApplication app, CertificationNews news, string? webhookId = null) =>
        (await app.Sandbox.Certification.TellAsync(news, webhookId)).Status;
}
