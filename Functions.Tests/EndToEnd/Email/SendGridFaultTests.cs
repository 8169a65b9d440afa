using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>Whatever SendGrid does, the badge can be claimed, and the member gets one e-mail of a kind, never two.</summary>
public sealed class SendGridFaultTests
{
    private const string Send = "/v3/mail/send";
    private const string Feed = "/v3/messages";

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

    [Fact]
    public async Task An_answer_that_takes_too_long_is_looked_up_and_nothing_is_sent_twice()
    {
        await using var app = await StartAsync(("SendGrid:Timeout", "00:00:01"));
        var slow = new Fault(FaultKind.HoldAnswer);
        app.Sandbox.Faults.Add("POST", Send, slow);

        var key = await app.AwardAsync();

        Assert.StartsWith("SendGrid's answer was lost", (await ProblemAsync(app, key)).Reason, StringComparison.Ordinal);
        slow.Release();
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(30), async () => await DeliveryAsync(app, key) is EmailDeliveryState.Sent);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal(1, Calls(app, Send));
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
        request.Headers.Add("x-functions-key", BadgeApplication.FunctionKey);
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

    [Theory]
    [InlineData(FaultKind.Drop, 0)]
    [InlineData(FaultKind.Answer, 502)]
    [InlineData(FaultKind.Answer, 504)]
    public async Task What_may_have_been_sent_and_was_not_is_sent_after_a_look(FaultKind kind, int status)
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(kind, status));

        var key = await app.AwardAsync();

        await ProblemAsync(app, key);
        Assert.Empty(app.Sandbox.Mailbox.Mails);
        Assert.True(await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(10)) >= TimeSpan.FromMinutes(5));
        await AssertSentOnceAsync(app, key);
        Assert.Equal((2, 1), (Calls(app, Send), Calls(app, Feed)));
    }

    [Fact]
    public async Task What_was_sent_while_the_answer_was_lost_is_found_and_not_sent_again()
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.DropAnswer));
        app.Sandbox.Faults.Add("GET", Feed, new Fault(FaultKind.Answer, 500));

        var key = await app.AwardAsync();

        await ProblemAsync(app, key);
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(10), async () => await DeliveryAsync(app, key) is EmailDeliveryState.Sent);
        await AssertSentOnceAsync(app, key);
        Assert.Equal((1, 2), (Calls(app, Send), Calls(app, Feed)));
    }

    [Theory]
    [InlineData(FaultKind.DropAnswer, 1)]
    [InlineData(FaultKind.Drop, 0)]
    public async Task What_may_have_been_sent_is_not_sent_again_where_it_cannot_be_looked_up(FaultKind kind, int sent)
    {
        await using var app = await StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        app.Sandbox.Faults.Add("POST", Send, new Fault(kind));
        app.Sandbox.Faults.Add("GET", Feed, new Fault(FaultKind.Answer, 403));

        var key = await app.AwardAsync();

        await ProblemAsync(app, key);
        await app.AdvanceUntilAsync(
            TimeSpan.FromSeconds(10), async () => await DeliveryAsync(app, key) is EmailDeliveryState.Unconfirmed);
        await app.BadgeAsync(key, badge => badge.Problem is null);
        Assert.Equal((1, sent), (Calls(app, Send), app.Sandbox.Mailbox.Mails.Count));

        // The reminder is another e-mail: whoever did not get the first one gets this.
        await app.AdvanceUntilAsync(TimeSpan.FromHours(6), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > sent));
        Assert.Equal("reminder-1", Assert.Single(app.Sandbox.Mailbox.Mails[^1].Categories));
    }

    [Fact]
    public async Task A_restart_while_the_outcome_is_unknown_does_not_send_it_again()
    {
        await using var app = await StartAsync();
        app.Sandbox.Faults.Add("POST", Send, new Fault(FaultKind.DropAnswer));
        var key = await app.AwardAsync();
        await ProblemAsync(app, key);

        await app.RestartAsync();

        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(10), async () => await DeliveryAsync(app, key) is EmailDeliveryState.Sent);
        await AssertSentOnceAsync(app, key);
        Assert.Equal(1, Calls(app, Send));
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
        Assert.Equal((BadgeState.Pending, nameof(SendBadgeEmail)), (badge.State, badge.Problem!.Step));
        return badge.Problem;
    }

    private static async Task AssertSentOnceAsync(BadgeApplication app, BadgeKey key)
    {
        var mail = await app.MailAsync(_ => true);
        await app.BadgeAsync(key, badge => badge is { State: BadgeState.Pending, Problem: null });
        Assert.Equal($"{key.BadgeId}-claim", mail.CustomArgs["delivery_id"]);
        await SyncAsync(app, key);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal(EmailDeliveryState.Sent, await DeliveryAsync(app, key));
    }

    /// <summary>Has the workflow take one more step, which it takes after all that is due.</summary>
    private static async Task SyncAsync(BadgeApplication app, BadgeKey key)
    {
        var reads = Calls(app, "/v1/");
        await app.Durable.RaiseEventAsync(key.InstanceId, BadgeSignals.PlatformStateChanged);
        await BadgeApplication.UntilAsync(() => Task.FromResult(Calls(app, "/v1/") > reads), () => "the badge was not read");
        await app.Durable.RaiseEventAsync(key.InstanceId, BadgeSignals.PlatformStateChanged);
        await BadgeApplication.UntilAsync(() => Task.FromResult(Calls(app, "/v1/") > reads + 1), () => "the badge was not read again");
    }

    private static async Task<TimeSpan> TimeToNextAttemptAsync(BadgeApplication app, TimeSpan step)
    {
        var started = app.Clock.GetUtcNow();
        var sends = Calls(app, Send);
        await app.AdvanceUntilAsync(step, () => Task.FromResult(Calls(app, Send) > sends));
        return app.Clock.GetUtcNow() - started;
    }

    private static async Task<EmailDeliveryState?> DeliveryAsync(BadgeApplication app, BadgeKey key) =>
        (await app.Services.GetRequiredService<EmailDeliveries>().FindAsync(key.BadgeId, PlannedEmail.Claim, CancellationToken.None))?.State;

    private static int Calls(BadgeApplication app, string path) =>
        app.Sandbox.Faults.Calls.Count(call => call.Contains($" {path}", StringComparison.Ordinal));
}
