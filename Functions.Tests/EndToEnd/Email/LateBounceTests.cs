using System.Net;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>A mail server can take an e-mail and send it back later. SendGrid tells of that without our ids, and often without its own.</summary>
public sealed class LateBounceTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_id_of_the_message_leads_to_the_e_mail_that_it_is()
    {
        var (first, mail) = await MailedAsync();
        var (second, _) = await MailedAsync(Another);

        await PostAsync(SendGridEvents.LateBounce(mail, _app.Clock.GetUtcNow(), hasMessageId: true));

        var bounced = await StateAsync(first, BadgeMailState.Bounced);
        Assert.StartsWith("550 5.1.10", bounced.Reason, StringComparison.Ordinal);
        Assert.Equal("bounce", bounced.Bounce!.Reason);
        Assert.Equal(BadgeMailState.Delivered, (await MailOfAsync(second)).State);
    }

    [Fact]
    public async Task Without_an_id_it_is_the_last_e_mail_to_the_address()
    {
        var (first, _) = await MailedAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (second, mail) = await MailedAsync(Another);
        var bounce = SendGridEvents.LateBounce(mail, _app.Clock.GetUtcNow(), hasMessageId: false);

        await PostAsync(bounce);
        await StateAsync(second, BadgeMailState.Bounced);
        await PostAsync(bounce);

        Assert.Equal(BadgeMailState.Delivered, (await MailOfAsync(first)).State);
    }

    [Fact]
    public async Task Of_two_members_who_share_the_address_it_finds_the_one_who_was_mailed()
    {
        await MailedAsync();
        var (badge, mail) = await MailedAsync(Another with { Member = new AwardedMember { Id = "m-2", Email = "MARIA.Rossi@example.org" } });

        await PostAsync(SendGridEvents.LateBounce(mail, _app.Clock.GetUtcNow(), hasMessageId: true));

        await StateAsync(badge, BadgeMailState.Bounced);
    }

    [Theory]
    [InlineData("sg_message_id", "of-another-application.recvd-sandbox")]
    [InlineData("email", "nobody@example.org")]
    [InlineData("event", "deferred")]
    [InlineData("delivery_id", "of another application")]
    public async Task What_is_not_about_an_e_mail_of_ours_changes_nothing(string field, string value)
    {
        var (badge, mail) = await MailedAsync();
        var bounce = SendGridEvents.LateBounce(mail, _app.Clock.GetUtcNow(), hasMessageId: true);
        bounce[field] = value;

        await PostAsync(bounce);

        Assert.Equal(BadgeMailState.Delivered, (await MailOfAsync(badge)).State);
    }

    [Fact]
    public async Task An_address_is_looked_up_once_in_a_batch_and_only_for_bounces_without_our_ids()
    {
        var (badge, mail) = await MailedAsync();
        var other = SendGridEvents.LateBounce(mail with { ToAddress = "somebody@example.org" }, _app.Clock.GetUtcNow(), hasMessageId: true);
        var opened = SendGridEvents.LateBounce(mail with { ToAddress = "reader@example.org" }, _app.Clock.GetUtcNow(), hasMessageId: true);
        opened["event"] = "open";
        var reads = _app.TableCalls.Reads.Count;

        await PostAsync(
            [.. Enumerable.Range(0, 50).SelectMany(_ => new[] { other.DeepClone().AsObject(), opened.DeepClone().AsObject() }), SendGridEvents.Event(mail, "bounce", A.Now)]);

        await StateAsync(badge, BadgeMailState.Bounced);
        Assert.Single(_app.TableCalls.Reads.Skip(reads), read => read.Contains("email:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_bounce_of_an_e_mail_whose_message_id_was_never_saved_does_no_harm()
    {
        _app.TableCalls.StopBeforeFirst(write => write.Contains("Emailed claim", StringComparison.Ordinal));
        _app.Sandbox.SendGridEvents.Deliver = false;
        var badge = await _app.AwardAsync();
        var mail = await _app.MailAsync(_ => true);

        await PostAsync(SendGridEvents.LateBounce(mail, _app.Clock.GetUtcNow(), hasMessageId: true));

        await _app.AdvanceUntilAsync(TimeSpan.FromSeconds(10), async () => (await MailOfAsync(badge)).State is BadgeMailState.Sent);
        Assert.InRange(_app.Sandbox.Mailbox.Mails.Count, 1, 2);
    }

    private static Achievement Another => Achievement.Sample() with { TemplateCode = "volunteer-of-the-year", Category = "award" };

    private async Task<(BadgeKey Badge, Mail Mail)> MailedAsync(Achievement? achievement = null)
    {
        var (badge, _) = await _app.AwardAndMailAsync(achievement);
        return (badge, _app.Sandbox.Mailbox.Mails[^1]);
    }

    private async Task<BadgeMail> MailOfAsync(BadgeKey badge) => (await _app.Badges.GetAsync(badge, CancellationToken.None)).Mails[BadgeMail.Claim];

    private async Task<BadgeMail> StateAsync(BadgeKey badge, BadgeMailState expected) =>
        (await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim)?.State == expected)).Mails[BadgeMail.Claim];

    private async Task PostAsync(params JsonObject[] events)
    {
        using var request = _app.Sandbox.SendGridEvents.Signed(new JsonArray([.. events.Select(one => one.DeepClone())]).ToJsonString());
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
