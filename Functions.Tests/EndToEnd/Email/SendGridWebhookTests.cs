using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

public sealed class SendGridWebhookTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "2.00:00:00"));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_e_mail_that_arrives_is_known_to_have_arrived()
    {
        var (badge, _) = await _app.AwardAndMailAsync();

        await StateAsync(badge, BadgeMailState.Delivered);
    }

    [Fact]
    public async Task A_member_who_cannot_be_reached_is_not_reminded_and_can_still_claim_in_My_badges()
    {
        var nobody = Achievement.Sample() is var sample ? sample with { Member = sample.Member with { Email = "bounce.rossi@example.org" } } : null!;
        var badge = await _app.AwardAsync(nobody);
        var delivery = await StateAsync(badge, BadgeMailState.Bounced);
        await _app.WorkflowAsync(badge, BadgeState.Pending);

        await _app.AdvanceUntilAsync(TimeSpan.FromDays(1), () => Task.FromResult(_app.Clock.GetUtcNow() > delivery.AttemptedAt.AddDays(5)));
        await _app.AdvanceUntilAsync(TimeSpan.FromDays(400), async () => await IsInStateAsync(badge, BadgeState.Lapsed));

        Assert.Contains("550 5.1.1", delivery.Reason, StringComparison.Ordinal);
        Assert.Single(_app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task Events_that_come_twice_late_and_out_of_order_change_nothing_more()
    {
        var (badge, mail) = await MailedAsync();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(EventOf(mail, "bounce"), EventOf(mail, "processed"), EventOf(mail, "delivered")));
        var bounced = await StateAsync(badge, BadgeMailState.Bounced);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(EventOf(mail, "delivered"), EventOf(mail, "bounce")));

        Assert.Equal(bounced, await StateAsync(badge, BadgeMailState.Bounced));
    }

    [Fact]
    public async Task Events_of_others_and_events_that_nobody_knows_yet_are_passed_over()
    {
        var (badge, mail) = await MailedAsync();
        var foreign = EventOf(mail, "bounce");
        foreign["delivery_id"] = $"{new string('a', 32)}-claim";
        var nameless = EventOf(mail, "bounce");
        nameless.Remove("delivery_id");
        nameless["sg_message_id"] = "another-message.recvd-sandbox";
        var nobodys = EventOf(mail, "bounce");
        nobodys.Remove("member_id");
        var another = EventOf(mail, "bounce");
        another["member_id"] = "M/2 of another application";

        Assert.Equal(HttpStatusCode.OK, await PostAsync(foreign, nameless, nobodys, another, EventOf(mail, "group_unsubscribe"), new JsonObject()));

        await StateAsync(badge, BadgeMailState.Sent);
    }

    [Fact]
    public async Task A_batch_of_a_thousand_events_is_taken()
    {
        var (badge, mail) = await MailedAsync();
        var others = Enumerable.Range(0, 999).Select(_ => EventOf(mail, "open"));

        Assert.Equal(HttpStatusCode.OK, await PostAsync([.. others, EventOf(mail, "delivered")]));

        await StateAsync(badge, BadgeMailState.Delivered);
    }

    [Fact]
    public async Task A_forged_event_is_refused_and_changes_nothing()
    {
        var (badge, mail) = await MailedAsync();
        var body = new JsonArray(EventOf(mail, "bounce")).ToJsonString();
        using var request = _app.Sandbox.SendGridEvents.Signed(body.Replace("bounce", "bounced", StringComparison.Ordinal));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("X-Twilio-Email-Event-Webhook-Signature", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await StateAsync(badge, BadgeMailState.Sent);
    }

    [Theory]
    [InlineData(null, "1619427600", "X-Twilio-Email-Event-Webhook-Signature")]
    [InlineData("not base64", "1619427600", "X-Twilio-Email-Event-Webhook-Signature")]
    [InlineData("c2lnbmF0dXJl", "1619427600", "X-Twilio-Email-Event-Webhook-Signature")]
    [InlineData("c2lnbmF0dXJl", null, "X-Twilio-Email-Event-Webhook-Timestamp")]
    public async Task A_request_without_a_genuine_signature_is_refused(string? signature, string? timestamp, string named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_app.Url}/webhooks/sendgrid") { Content = new StringContent("[]") };
        request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Signature", signature);
        request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);

        using var response = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static JsonObject EventOf(Mail mail, string name) => SendGridEvents.Event(mail, name, A.Now);

    private async Task<(BadgeKey Badge, Mail Mail)> MailedAsync()
    {
        _app.Sandbox.SendGridEvents.Deliver = false;
        var badge = await _app.AwardAsync();
        var mail = await _app.MailAsync(mail => mail.CustomArgs.ContainsKey("delivery_id"));
        await StateAsync(badge, BadgeMailState.Sent);
        return (badge, mail);
    }

    private async Task<HttpStatusCode> PostAsync(params JsonObject[] events)
    {
        using var request = _app.Sandbox.SendGridEvents.Signed(new JsonArray(events).ToJsonString());
        using var response = await _app.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<BadgeMail> StateAsync(BadgeKey badge, BadgeMailState expected) =>
        (await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim)?.State == expected)).Mails[BadgeMail.Claim];

    private async Task<bool> IsInStateAsync(BadgeKey badge, BadgeState state) =>
        (await _app.Badges.FindAsync(badge, CancellationToken.None))?.State == state;
}
