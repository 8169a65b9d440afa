using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>An e-mail that did not reach the member: the office and the member see it, and nothing more goes into the void.</summary>
public sealed class UndeliveredEmailTests : IAsyncLifetime
{
    private const string Told = "Our e-mail about this badge did not arrive. You can claim it here.";

    private BadgeApplication _app = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync(("Claims:Reminders:0", "2.00:00:00"), ("Claims:Reminders:1", "4.00:00:00"), ("Claims:Window", "6.00:00:00"));
        _app.Sandbox.SendGridEvents.Deliver = false;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("bounce", "bounce", "bounce")]
    [InlineData("bounce", "blocked", "blocked")]
    [InlineData("dropped", null, "dropped")]
    public async Task The_office_and_the_member_see_it_while_the_badge_can_be_claimed(string happened, string? type, string reason)
    {
        var (badge, mail) = await MailedAsync();
        var at = _app.Clock.GetUtcNow();
        Assert.Equal(JsonValueKind.Null, (await StatusAsync(badge)).GetProperty("emailProblem").ValueKind);

        await PostAsync(mail, happened, type);

        await BouncedAsync(badge, BadgeMail.Claim);
        var problem = (await StatusAsync(badge)).GetProperty("emailProblem");
        Assert.Equal(["kind", "reason", "at"], problem.EnumerateObject().Select(field => field.Name));
        Assert.Equal((BadgeMail.Claim, reason), (problem.GetProperty("kind").GetString(), problem.GetProperty("reason").GetString()));
        Assert.Equal(at, problem.GetProperty("at").GetDateTimeOffset());
        Assert.DoesNotContain("@", (await StatusAsync(badge)).GetRawText(), StringComparison.Ordinal);
        using var member = await SignInAsync();
        Assert.Equal(Told, StateOn(member));
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await _app.BadgeAsync(badge, BadgeState.TokenIssued);
        Assert.Equal(Told, await StateNowAsync(member));
    }

    [Fact]
    public async Task A_member_whose_e_mail_arrived_sees_nothing_of_the_kind()
    {
        var (_, mail) = await MailedAsync();
        await PostAsync(mail, "delivered");

        using var member = await SignInAsync();

        Assert.Null(StateOn(member));
    }

    [Fact]
    public async Task What_went_to_another_address_since_makes_it_good()
    {
        var (badge, mail) = await MailedAsync();
        await PostAsync(mail, "dropped");
        await BouncedAsync(badge, BadgeMail.Claim);

        await _app.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "right@example.org" }));
        await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Update(2))?.State is BadgeMailState.Sent);

        Assert.Equal(JsonValueKind.Null, (await StatusAsync(badge)).GetProperty("emailProblem").ValueKind);
        using var member = await SignInAsync("right@example.org");
        Assert.Null(StateOn(member));
    }

    [Fact]
    public async Task A_badge_that_can_no_longer_be_claimed_has_its_own_word_and_the_office_still_sees_it()
    {
        var (badge, mail) = await MailedAsync();
        await PostAsync(mail, "dropped");
        await BouncedAsync(badge, BadgeMail.Claim);

        await _app.AdvanceUntilAsync(TimeSpan.FromHours(12), async () => (await _app.Badges.GetAsync(badge, CancellationToken.None)).State is BadgeState.Lapsed);

        using var member = await SignInAsync();
        Assert.Equal("Not claimed in time", StateOn(member));
        Assert.Equal("dropped", (await StatusAsync(badge)).GetProperty("emailProblem").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task After_a_reminder_that_did_not_arrive_there_is_no_other()
    {
        var (badge, mail) = await MailedAsync();
        await PostAsync(mail, "delivered");
        await _app.AdvanceUntilAsync(TimeSpan.FromHours(6), () => Task.FromResult(_app.Sandbox.Mailbox.Mails.Count == 2));
        await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Reminder(1))?.State is BadgeMailState.Sent);

        await PostAsync(_app.Sandbox.Mailbox.Mails[^1], "dropped");

        await BouncedAsync(badge, BadgeMail.Reminder(1));
        Assert.Equal(BadgeMail.Reminder(1), (await StatusAsync(badge)).GetProperty("emailProblem").GetProperty("kind").GetString());
        await _app.AdvanceUntilAsync(TimeSpan.FromHours(6), async () => (await _app.Badges.GetAsync(badge, CancellationToken.None)).State is BadgeState.Lapsed);
        Assert.Equal([BadgeMail.Claim, BadgeMail.Reminder(1)], _app.Sandbox.Mailbox.Mails.SelectMany(sent => sent.Categories));
    }

    [Fact]
    public async Task A_word_that_comes_before_the_provider_s_answer_is_saved_keeps_its_reason()
    {
        _app.TableCalls.BeforeFirst(
            write => write.Contains("Emailed claim", StringComparison.Ordinal), async () => await PostAsync(await _app.MailAsync(_ => true), "dropped"));

        var badge = await _app.AwardAsync();

        var mail = (await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim) is { MessageId: not null })).Mails[BadgeMail.Claim];
        Assert.Equal((BadgeMailState.Bounced, "what SendGrid says of maria.rossi@example.org"), (mail.State, mail.Reason));
    }

    private async Task<(BadgeKey Badge, Mail Mail)> MailedAsync()
    {
        var badge = await _app.AwardAsync();
        var mail = await _app.MailAsync(_ => true);
        await _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(BadgeMail.Claim)?.State is BadgeMailState.Sent);
        return (badge, mail);
    }

    private Task BouncedAsync(BadgeKey badge, string kind) =>
        _app.BadgeAsync(badge, row => row.Mails.GetValueOrDefault(kind)?.State is BadgeMailState.Bounced);

    private async Task PostAsync(Mail mail, string name, string? type = null)
    {
        var happened = SendGridEvents.Event(mail, name, _app.Clock.GetUtcNow());
        happened["type"] = type;
        happened["reason"] = $"what SendGrid says of {mail.ToAddress}";
        using var request = _app.Sandbox.SendGridEvents.Signed(new JsonArray(happened).ToJsonString());
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<JsonElement> StatusAsync(BadgeKey badge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/badges/{badge.BadgeId}") { Headers = { { "x-functions-key", TestSettings.CertificationKey } } };
        using var response = await _app.Client.SendAsync(request);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }

    private async Task<MemberBrowser> SignInAsync(string address = "maria.rossi@example.org")
    {
        var member = new MemberBrowser();
        await member.OpenAsync(new Uri($"{_app.Url}/sign-in"), CancellationToken.None);
        await member.PressAsync("Send me a link", CancellationToken.None, ("email", address));
        var mail = await _app.MailAsync(mail => mail.Categories.Contains("sign-in"));
        await member.OpenAsync(BadgeApplication.LinkIn(mail, "/sign-in/"), CancellationToken.None);
        await member.PressAsync("Sign in", CancellationToken.None);
        Assert.Equal("/my-badges", member.Address.AbsolutePath);
        return member;
    }

    private async Task<string?> StateNowAsync(MemberBrowser member)
    {
        await member.OpenAsync(new Uri($"{_app.Url}/my-badges"), CancellationToken.None);
        return StateOn(member);
    }

    private static string? StateOn(MemberBrowser member) => member.Page.QuerySelector(".badges .state")?.TextContent.Trim();
}
