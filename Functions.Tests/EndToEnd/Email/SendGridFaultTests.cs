using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>Whatever SendGrid does, the badge can be claimed, and the member gets each e-mail at least once.</summary>
public sealed class SendGridFaultTests
{
    private const string Send = "/v3/mail/send";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(413)]
    public async Task What_is_refused_waits_with_the_reason_while_the_member_can_claim(int status)
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, status, Body: """{"errors":[{"message":"no"}]}"""));

        var key = await app.AwardAsync();

        var problem = await ProblemAsync(app, key);
        Assert.Equal($$"""SendGrid answered {{status}}: {"errors":[{"message":"no"}]}""", problem.Reason);
        using var member = new MemberBrowser();
        await member.OpenAsync(app.Services.GetRequiredService<ClaimLink>().UrlFor(await app.Badges.GetAsync(key, CancellationToken.None)), CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await app.BadgeAsync(key, BadgeState.TokenIssued);
        Assert.Empty(app.Sandbox.Mailbox.Mails);
    }

    [Theory]
    [InlineData(FaultKind.Drop, 0)]
    [InlineData(FaultKind.DropAnswer, 0)]
    [InlineData(FaultKind.Answer, 502)]
    [InlineData(FaultKind.Answer, 504)]
    public async Task What_may_have_been_sent_is_sent_again_once_when_sendgrid_says_nothing_of_it(FaultKind kind, int status)
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(kind, status));
        var key = await app.AwardAsync();
        await ProblemAsync(app, key);

        Assert.True(await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(10)) >= TimeSpan.FromMinutes(5));

        await app.BadgeAsync(key, badge => badge is { Problem: null } && badge.Mails[BadgeMail.Claim].State is BadgeMailState.Sent);
        await SyncAsync(app, key);
        Assert.Equal(2, Calls(app, Send));
        Assert.Equal(kind is FaultKind.DropAnswer ? 2 : 1, app.Sandbox.Mailbox.Mails.Count);
    }

    [Fact]
    public async Task What_was_sent_while_the_answer_was_lost_is_known_from_sendgrid_s_event_and_not_sent_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.DropAnswer));

        var key = await app.AwardAsync();

        await app.BadgeAsync(key, badge => badge.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Delivered);
        var tenMinutes = app.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => Task.FromResult(app.Clock.GetUtcNow() > tenMinutes));
        await app.EventsFollowedUpAsync();
        Assert.Equal((1, 1), (Calls(app, Send), app.Sandbox.Mailbox.Mails.Count));
        Assert.Null((await app.Badges.GetAsync(key, CancellationToken.None)).Problem);
    }

    [Fact]
    public async Task An_answer_that_stays_away_twice_ends_the_attempts()
    {
        await using var app = await StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.DropAnswer), times: 2);
        var key = await app.AwardAsync();

        await app.AdvanceUntilAsync(TimeSpan.FromHours(6), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > 2));

        Assert.Equal("reminder-1", Assert.Single(app.Sandbox.Mailbox.Mails[^1].Categories));
        await app.BadgeAsync(key, badge => badge.Problem is null);
    }

    [Fact]
    public async Task Storage_that_fails_after_the_e_mail_was_sent_does_not_send_it_again_and_again()
    {
        await using var app = await StartAsync();
        app.TableCalls.BeforeWrite = write => write.Contains("Emailed claim", StringComparison.Ordinal) ? throw new IOException("Storage fails here.") : Task.CompletedTask;
        var key = await app.AwardAsync();
        await app.MailAsync(_ => true);
        var minutes = app.Clock.GetUtcNow() + TimeSpan.FromMinutes(4);
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => Task.FromResult(app.Clock.GetUtcNow() > minutes));

        Assert.Single(app.Sandbox.Mailbox.Mails);
        app.TableCalls.BeforeWrite = null;
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(10), async () => await DeliveryAsync(app, key) is BadgeMailState.Sent);
        Assert.InRange(app.Sandbox.Mailbox.Mails.Count, 1, 2);
    }

    [Fact]
    public async Task What_was_refused_is_sent_the_next_day()
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401));
        var key = await app.AwardAsync();
        await ProblemAsync(app, key);

        Assert.True(await TimeToNextAttemptAsync(app, TimeSpan.FromHours(1)) >= TimeSpan.FromDays(1));
        await AssertSentOnceAsync(app, key);
    }

    [Fact]
    public async Task What_was_refused_is_sent_at_once_when_an_administrator_says_so()
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401));
        var key = await app.AwardAsync();
        await ProblemAsync(app, key);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Url}/api/admin/badges/{key.BadgeId}/retry");
        request.Headers.Add("x-functions-key", TestSettings.OfficeKey);
        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await AssertSentOnceAsync(app, key);
    }

    [Fact]
    public async Task News_from_the_platform_does_not_hide_that_the_e_mail_was_refused()
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, 401), times: 2);
        var key = await app.AwardAsync();
        var problem = await ProblemAsync(app, key);

        await SyncAsync(app, key);

        Assert.Equal(problem, (await app.Badges.GetAsync(key, CancellationToken.None)).Problem);
    }

    [Theory]
    [InlineData(429, null, 15)]
    [InlineData(429, 120, 120)]
    [InlineData(500, null, 15)]
    [InlineData(503, 300, 300)]
    public async Task What_is_not_possible_now_is_sent_later(int status, int? retryAfter, int pause)
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.Answer, status, retryAfter));

        var key = await app.AwardAsync();

        Assert.Equal($"SendGrid answered {status}: {{}}", (await ProblemAsync(app, key)).Reason);
        Assert.InRange(
            await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(pause), TimeSpan.FromHours(1));
        await AssertSentOnceAsync(app, key);
    }

    // What the app finds out by itself, without SendGrid's events.
    private static async Task<BadgeApplication> StartAsync(params (string Name, string? Value)[] settings)
    {
        var app = await BadgeApplication.StartAsync(settings);
        app.Sandbox.SendGridEvents.Deliver = false;
        return app;
    }

    private static async Task<BadgeProblem> ProblemAsync(BadgeApplication app, BadgeKey key)
    {
        var badge = await app.BadgeAsync(key, badge => badge.Problem is not null);
        Assert.Equal((BadgeState.Pending, BadgeStep.EmailMember), (badge.State, badge.Problem!.Step));
        return badge.Problem;
    }

    private static async Task AssertSentOnceAsync(BadgeApplication app, BadgeKey key)
    {
        var mail = await app.MailAsync(_ => true);
        await app.BadgeAsync(key, badge => badge is { State: BadgeState.Pending, Problem: null });
        Assert.Equal($"{key.BadgeId}-claim", mail.CustomArgs["delivery_id"]);
        await SyncAsync(app, key);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal(BadgeMailState.Sent, await DeliveryAsync(app, key));
    }

    /// <summary>Has the workflow take one more step, which it takes after all that is due.</summary>
    private static async Task SyncAsync(BadgeApplication app, BadgeKey key)
    {
        var reads = Calls(app, "/v1/");
        await app.ReadFromPlatformAsync(key);
        await BadgeApplication.UntilAsync(() => Task.FromResult(Calls(app, "/v1/") > reads), () => "the badge was not read");
        await app.BadgeAsync(key, badge => badge.News is null);
    }

    private static async Task<TimeSpan> TimeToNextAttemptAsync(BadgeApplication app, TimeSpan step)
    {
        var started = app.Clock.GetUtcNow();
        var sends = Calls(app, Send);
        await app.AdvanceUntilAsync(step, () => Task.FromResult(Calls(app, Send) > sends));
        return app.Clock.GetUtcNow() - started;
    }

    private static async Task<BadgeMailState?> DeliveryAsync(BadgeApplication app, BadgeKey key) =>
        (await app.Badges.FindAsync(key, CancellationToken.None))?.Mails.GetValueOrDefault(BadgeMail.Claim)?.State;

    private static int Calls(BadgeApplication app, string path) =>
        app.Sandbox.Faults.Calls.Count(call => call.Contains($" {path}", StringComparison.Ordinal));
}
