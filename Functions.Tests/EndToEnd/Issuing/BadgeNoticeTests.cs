using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>The member hears of what became of their badge, once.</summary>
public sealed class BadgeNoticeTests
{
    private const string Send = "/v3/mail/send";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_revocation_on_credly_that_could_not_be_mailed_is_mailed_once_sendgrid_lets_us_in_again(bool byAdministrator)
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401), times: 2);
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Revoked, "By mistake");
        await BadgeApplication.UntilAsync(
            () => Task.FromResult(app.Sandbox.Faults.Calls.Count(call => call.EndsWith(Send, StringComparison.Ordinal)) == 3), () => "not handed over");
        await app.BadgeAsync(badge, row => row.Problem is { Step: nameof(SendBadgeNotice) });

        if (byAdministrator)
        {
            await app.Durable.TerminateInstanceAsync($"update-{badge.BadgeId}", CancellationToken.None);
            await app.Durable.WaitForInstanceCompletionAsync($"update-{badge.BadgeId}", CancellationToken.None);
            using var retry = await app.Client.PostAsync($"/api/admin/badges/{badge.BadgeId}/retry?code={BadgeApplication.FunctionKey}", null);
            Assert.Equal(HttpStatusCode.Accepted, retry.StatusCode);
        }
        else
        {
            await app.AdvanceUntilAsync(TimeSpan.FromHours(2), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count == 2));
        }

        Assert.Contains("By mistake", (await MailAsync(app, badge, PlannedEmail.Revoked)).Text, StringComparison.Ordinal);
        await app.BadgeAsync(badge, row => row.Problem is null);
    }

    [Fact]
    public async Task A_badge_that_an_administrator_of_credly_replaced_is_claimed_anew_with_the_link_of_one_e_mail()
    {
        await using var app = await BadgeApplication.StartAsync();
        var badge = await app.AcceptedAsync();
        await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
        var there = Assert.Single(app.Sandbox.Credly.Badges);
        var another = there with { Id = Guid.NewGuid(), AcceptToken = CredlyStandIn.NewAcceptToken() };
        app.Sandbox.CredlyWebhooks.Deliver = false;
        app.Sandbox.Credly.Replace(there.Id, another);
        app.Sandbox.Credly.SetState(another.Id, CredlyBadgeState.Pending);

        await app.Services.GetRequiredService<PlatformNewsStarter>().StartAsync(app.Durable, badge, CancellationToken.None);

        var row = await app.BadgeAsync(badge, BadgeState.Pending);
        var mail = await MailAsync(app, badge, PlannedEmail.Update(2));

        Assert.Equal(another.Id.ToString(), row.Platform!.Id);
        Assert.Contains("/claim/", mail.Text, StringComparison.Ordinal);
        await app.WorkflowAsync(badge, BadgeState.Pending);
        Assert.Equal([PlannedEmail.Claim, PlannedEmail.Update(2)], app.Sandbox.Mailbox.Mails.Select(one => one.Categories.Single()));
    }

    [Fact]
    public async Task A_member_who_moves_before_the_first_e_mail_got_through_gets_one()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 503));
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, row => row.Problem is { Step: nameof(SendBadgeEmail) });

        await TellAsync(app, CertificationNews.MemberUpdated(new AwardedMember { Email = "new@example.org" }));
        await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        await app.EventsFollowedUpAsync();
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(20), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > 0));

        await app.BadgeAsync(badge, row => row.Problem is null);
        var mail = Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal(("new@example.org", PlannedEmail.Claim), (mail.ToAddress, mail.Categories.Single()));
    }

    [Fact]
    public async Task Nobody_is_told_of_the_end_of_a_badge_that_they_never_heard_of()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401));
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is { Step: nameof(SendBadgeEmail) });

        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, "By mistake"));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        await app.EventsFollowedUpAsync();
        Assert.Empty(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task Of_two_that_send_the_same_e_mail_at_once_one_waits_and_the_row_has_no_problem()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.SendGridEvents.Deliver = false;
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);
        await app.Badges.ChangeAsync(badge, "Corrected", row => row with { Revision = 2, Platform = row.Platform! with { Revision = 2 } }, CancellationToken.None);
        var slow = new Fault(FaultKind.HoldAnswer);
        app.Sandbox.Faults.Add("POST", Send, slow);
        var first = Activity(app).Run(badge, CancellationToken.None);
        await slow.CarriedOut;

        var second = await Activity(app).Run(badge, CancellationToken.None);

        Assert.Equal((StepStatus.TryLater, null), (second.Status, (await app.Badges.GetAsync(badge, CancellationToken.None)).Problem));
        slow.Release();
        await first;
    }

    [Fact]
    public async Task Of_two_that_begin_the_same_e_mail_at_the_same_moment_one_sends_it()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var row = await app.BadgeAsync(badge, BadgeState.Pending);
        var (sender, kind) = (app.Services.GetRequiredService<OnceOnlySender>(), PlannedEmail.Update(2));

        // Neither has seen the other's row when it begins to write its own.
        var second = await sender.SendAsync(
            badge.BadgeId,
            kind,
            async id =>
            {
                Assert.IsType<DeliveryResult.Done>(await sender.SendAsync(badge.BadgeId, kind, Compose, CancellationToken.None));
                return await Compose(id);
            },
            CancellationToken.None);

        Assert.IsType<DeliveryResult.UnderWay>(second);
        Assert.Single(app.Sandbox.Mailbox.Mails, mail => mail.Categories.Contains(kind));

        Task<OutgoingEmail> Compose(string id) => app.Services.GetRequiredService<BadgeEmailComposer>().ComposeAsync(row, kind, id);
    }

    private static SendBadgeNotice Activity(BadgeApplication app) => new(
        app.Badges, app.Services.GetRequiredService<EmailDeliveries>(), app.Services.GetRequiredService<BadgeMailer>());

    private static Task<BadgeFunctions.Sandbox.Inbox.Mail> MailAsync(BadgeApplication app, BadgeKey badge, string kind) =>
        app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-{kind}");

    private static async Task TellAsync(BadgeApplication app, CertificationNews news) =>
        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(news)).Status);
}
