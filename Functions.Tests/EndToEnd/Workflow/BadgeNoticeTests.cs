using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

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
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401));
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Revoked, "By mistake");
        await BadgeApplication.UntilAsync(
            () => Task.FromResult(app.Sandbox.Faults.Calls.Count(call => call.EndsWith(Send, StringComparison.Ordinal)) == 2), () => "not tried");
        await app.BadgeAsync(badge, row => row.Problem is { Step: BadgeStep.EmailMember });

        if (byAdministrator)
        {
            await app.Durable.TerminateInstanceAsync(badge.InstanceId, CancellationToken.None);
            await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
            using var retry = await app.Client.PostAsync($"/api/admin/badges/{badge.BadgeId}/retry?code={TestSettings.OfficeKey}", null);
            Assert.Equal(HttpStatusCode.Accepted, retry.StatusCode);
        }
        else
        {
            await app.AdvanceUntilAsync(TimeSpan.FromHours(2), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count == 2));
        }

        Assert.Contains("By mistake", (await MailAsync(app, badge, BadgeMail.Revoked)).Text, StringComparison.Ordinal);
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

        await app.ReadFromPlatformAsync(badge);

        var row = await app.BadgeAsync(badge, BadgeState.Pending);
        var mail = await MailAsync(app, badge, BadgeMail.Update(2));

        Assert.Equal(another.Id.ToString(), row.Platform!.Id);
        Assert.Contains("/claim/", mail.Text, StringComparison.Ordinal);
        await app.WorkflowAsync(badge, BadgeState.Pending);
        Assert.Equal([BadgeMail.Claim, BadgeMail.Update(2)], app.Sandbox.Mailbox.Mails.Select(one => one.Categories.Single()));
    }

    [Fact]
    public async Task A_member_who_moves_before_the_first_e_mail_got_through_gets_one()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 503));
        var badge = await app.AwardAsync();
        await app.BadgeAsync(badge, row => row.Problem is { Step: BadgeStep.EmailMember });

        await TellAsync(app, CertificationNews.MemberUpdated(new AwardedMember { Email = "new@example.org" }));
        await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        await app.EventsFollowedUpAsync();
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(20), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > 0));

        await app.BadgeAsync(badge, row => row.Problem is null);
        var mail = Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal(("new@example.org", BadgeMail.Claim), (mail.ToAddress, mail.Categories.Single()));
    }

    [Fact]
    public async Task Nobody_is_told_of_the_end_of_a_badge_that_they_never_heard_of()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401));
        var badge = await app.AwardAsync(achievement);
        await app.BadgeAsync(badge, row => row.Problem is { Step: BadgeStep.EmailMember });

        await TellAsync(app, CertificationNews.Revoked(achievement.AchievementId, "By mistake"));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        await app.EventsFollowedUpAsync();
        Assert.Empty(app.Sandbox.Mailbox.Mails);
    }

    private static Task<BadgeFunctions.Sandbox.Inbox.Mail> MailAsync(BadgeApplication app, BadgeKey badge, string kind) =>
        app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-{kind}");

    private static async Task TellAsync(BadgeApplication app, CertificationNews news) =>
        Assert.Equal(202, (await app.Sandbox.Certification.TellAsync(news)).Status);
}
