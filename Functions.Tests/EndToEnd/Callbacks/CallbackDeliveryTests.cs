using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>From what happens to a badge to what the certification system receives.</summary>
public sealed class CallbackDeliveryTests : CallbackTest
{
    [Fact]
    public async Task The_certification_system_hears_signed_of_a_badge_from_its_issue_to_its_acceptance()
    {
        await StartAsync();
        var achievement = Achievement.Sample();
        var (badge, link) = await IssueAsync(achievement);
        await AcceptAsync(badge, link);

        var heard = await TakenAsync(3);

        Assert.Equal(["badge.accepted", "badge.claimed", "badge.issued"], heard.Select(one => one.Type).Order());
        Assert.All(Receiver.Received, one => Assert.Null(one.Forged));
        Assert.Equal(3, heard.DistinctBy(one => one.WebhookId).Count());
        var row = await App.Badges.GetAsync(badge, CancellationToken.None);
        var body = heard.Single(one => one.Type == "badge.accepted").Body;
        Assert.Equal(row.StateChangedAt, body.GetProperty("timestamp").GetDateTimeOffset());
        var data = body.GetProperty("data");
        Assert.Equal(
            ["badgeId", "achievementId", "memberId", "templateCode", "state", "acceptedAt", "publicUrl"],
            data.EnumerateObject().Select(field => field.Name));
        Assert.Equal(badge.BadgeId, data.GetProperty("badgeId").GetString());
        Assert.Equal(achievement.AchievementId, data.GetProperty("achievementId").GetString());
        Assert.Equal(badge.MemberId, data.GetProperty("memberId").GetString());
        Assert.Equal("Accepted", data.GetProperty("state").GetString());
        Assert.Equal(row.AcceptedAt, data.GetProperty("acceptedAt").GetDateTimeOffset());
        Assert.Equal(row.Platform!.PublicUrl!.AbsoluteUri, data.GetProperty("publicUrl").GetString());
    }

    [Fact]
    public async Task Of_an_award_that_is_over_when_it_comes_only_the_certification_system_hears()
    {
        await StartAsync();
        var badge = await App.AwardAsync(Achievement.Sample() with { ExpiresOn = $"{App.Clock.GetUtcNow().AddDays(-2):yyyy-MM-dd}" });

        var heard = Assert.Single(await TakenAsync(1));

        await App.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);
        Assert.Equal(("badge.expired", "Expired"), (heard.Type, heard.Body.GetProperty("data").GetProperty("state").GetString()));
        var row = await App.Badges.GetAsync(badge, CancellationToken.None);
        Assert.Equal((BadgeState.Expired, null, null, null), (row.State, row.Platform, row.Attempt, row.Problem));
        Assert.DoesNotContain(App.Sandbox.Faults.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
        Assert.Empty(App.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_callback_tells_how_the_badge_stood_then_and_nothing_personal()
    {
        await StartAsync();
        var (badge, link) = await IssueAsync();
        await AcceptAsync(badge, link);

        var heard = await TakenAsync(3);

        Assert.Equal("TokenIssued", State("badge.claimed"));
        Assert.Equal("Pending", State("badge.issued"));
        Assert.All(
            heard.Where(one => one.Type != "badge.accepted"),
            one => Assert.False(one.Body.GetProperty("data").TryGetProperty("acceptedAt", out _)));
        var row = await App.Badges.GetAsync(badge, CancellationToken.None);
        Assert.All(heard, one => Assert.All(
            [row.Recipient.Email, row.Recipient.FamilyName, link.Segments[^1], "token\""],
            secret => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(one.Bytes), StringComparison.OrdinalIgnoreCase)));

        string? State(string type) => heard.Single(one => one.Type == type).Body.GetProperty("data").GetProperty("state").GetString();
    }

    [Fact]
    public async Task A_callback_that_is_answered_500_is_made_again_under_the_same_id_with_the_same_body()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(500);
        await IssueAsync();
        var waiting = await DeliveryAsync(one => one.Attempts == 1);
        Assert.Equal(("answered 500", 500, CallbackState.Pending), (waiting.LastError, waiting.LastStatus, waiting.State));
        Assert.InRange(waiting.NextAttemptAt!.Value - waiting.LastAttemptAt!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
        GoTo(waiting.NextAttemptAt);

        var delivered = await DeliveryAsync(one => one.State is CallbackState.Delivered);

        Assert.Equal((2, 204, null), (delivered.Attempts, delivered.LastStatus, delivered.LastError));
        Assert.Equal([500, 204], Receiver.Received.Select(one => one.Status));
        Assert.Single(Receiver.Received.DistinctBy(one => one.WebhookId));
        Assert.Single(Receiver.Received.DistinctBy(one => Encoding.UTF8.GetString(one.Bytes)));
        Assert.NotEqual(Receiver.Received[0].Signatures, Receiver.Received[1].Signatures);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_a_pause_gets_it()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(503, retryAfterSeconds: 3600);
        await IssueAsync();

        var waiting = await DeliveryAsync(one => one.Attempts == 1);

        Assert.Equal(TimeSpan.FromHours(1), waiting.NextAttemptAt - waiting.LastAttemptAt);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(307);
        await IssueAsync();

        await DeliveryAsync(one => one is { Attempts: 1, LastStatus: 307, State: CallbackState.Pending });
        Assert.Single(Receiver.Received);
    }

    [Fact]
    public async Task A_410_ends_its_delivery_and_no_other()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(410);
        await IssueAsync();
        var dead = await DeliveryAsync(one => one.State is CallbackState.Dead);
        Assert.Equal((1, 410), (dead.Attempts, dead.LastStatus));

        var (badge, _) = await IssueAsync(Another());

        Assert.Equal(badge.BadgeId, Assert.Single(await TakenAsync(1)).BadgeId);
    }

    [Fact]
    public async Task A_callback_that_nobody_takes_is_given_up_after_five_days_and_can_be_made_again_under_the_same_id()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(503, times: 12);
        var (badge, _) = await IssueAsync();
        for (var attempts = 1; attempts < 12; attempts++)
        {
            GoTo((await DeliveryAsync(one => one.Attempts == attempts)).NextAttemptAt);
        }

        var dead = await DeliveryAsync(one => one.Attempts == 12);

        Assert.Equal(CallbackState.Dead, dead.State);
        Assert.Null(dead.NextAttemptAt);
        Assert.InRange(dead.LastAttemptAt!.Value - Receiver.Received[0].At, TimeSpan.FromDays(5), TimeSpan.FromDays(5).Add(TimeSpan.FromSeconds(2)));
        Assert.Empty(Taken);
        var (status, list) = await CallAsync(HttpMethod.Get, $"api/admin/callbacks/{Name}/deliveries?state=dead");
        Assert.Equal(200, status);
        var listed = Assert.Single(list.GetProperty("deliveries").EnumerateArray());
        Assert.Equal(dead.Id, listed.GetProperty("id").GetString());
        Assert.Equal(badge.BadgeId, listed.GetProperty("payload").GetProperty("data").GetProperty("badgeId").GetString());

        await EndedAsync(dead);
        Assert.Equal(202, (await RedeliverAsync(dead.Id)).Status);

        await DeliveryAsync(one => one is { State: CallbackState.Delivered, Attempts: 13 });
        var taken = Assert.Single(Taken);
        Assert.Equal(dead.Id, taken.WebhookId);
        Assert.Single(Receiver.Received.DistinctBy(one => one.WebhookId));
    }

    [Fact]
    public async Task A_redelivery_that_fails_is_tried_for_days_again()
    {
        await StartAsync(CallbackTypes.Issued);
        await IssueAsync();
        var delivered = await DeliveryAsync(one => one.State is CallbackState.Delivered);
        await EndedAsync(delivered);
        App.Clock.Advance(TimeSpan.FromDays(10));
        Receiver.Plan(500, times: 2);

        Assert.Equal(202, (await RedeliverAsync(delivered.Id)).Status);
        GoTo((await DeliveryAsync(one => one is { Attempts: 2, State: CallbackState.Pending })).NextAttemptAt);
        GoTo((await DeliveryAsync(one => one is { Attempts: 3, State: CallbackState.Pending })).NextAttemptAt);

        await DeliveryAsync(one => one is { Attempts: 4, State: CallbackState.Delivered });
        Assert.Equal(2, Taken.Count());
        Assert.Single(Receiver.Received.DistinctBy(one => one.WebhookId));
    }

    [Fact]
    public async Task What_is_still_tried_is_tried_at_once_when_an_administrator_asks()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(500, retryAfterSeconds: 80_000);
        await IssueAsync();
        var waiting = await DeliveryAsync(one => one.Attempts == 1);

        Assert.Equal(202, (await RedeliverAsync(waiting.Id)).Status);

        await DeliveryAsync(one => one is { Attempts: 2, State: CallbackState.Delivered });
    }

    [Fact]
    public async Task Each_endpoint_gets_only_its_events()
    {
        await StartWithAsync(
            ("crm", [CallbackTypes.Issued, CallbackTypes.Claimed]), ("registry", [CallbackTypes.Issued, CallbackTypes.Accepted]));
        var (badge, link) = await IssueAsync();
        await AcceptAsync(badge, link);

        var heard = await TakenAsync(4);

        Assert.Equal(
            ["crm badge.claimed", "crm badge.issued", "registry badge.accepted", "registry badge.issued"],
            heard.Select(one => $"{one.Endpoint} {one.Type}").Order());
        Assert.Single(heard.Where(one => one.Type == CallbackTypes.Issued).DistinctBy(one => one.WebhookId));
    }

    [Theory]
    [InlineData("bounce")]
    [InlineData("dropped")]
    public async Task A_member_who_cannot_be_reached_is_announced_once_and_without_the_address(string reason)
    {
        await StartAsync(CallbackTypes.Bounced);
        var nobody = Achievement.Sample();
        var badge = await App.AwardAsync(nobody with { Member = nobody.Member with { Email = $"{reason}.rossi@example.org" } });

        var heard = Assert.Single(await TakenAsync(1));

        Assert.Equal((CallbackTypes.Bounced, badge.BadgeId), (heard.Type, heard.BadgeId));
        var email = heard.Body.GetProperty("data").GetProperty("email");
        Assert.Equal("claim", email.GetProperty("kind").GetString());
        Assert.Equal(reason, email.GetProperty("reason").GetString());
        Assert.DoesNotContain("@", Encoding.UTF8.GetString(heard.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_announced()
    {
        await StartWithAsync();
        var (badge, link) = await IssueAsync();
        await AcceptAsync(badge, link);

        Assert.False((await RowAsync(badge)).ContainsKey("Announcements"));
    }

    private static Achievement Another()
    {
        var id = Guid.NewGuid().ToString("N");
        return Achievement.Sample() with { Member = new AwardedMember { Id = id, Email = $"{id}@example.org" } };
    }

    private Task EndedAsync(CallbackDelivery delivery) => BadgeApplication.UntilAsync(
        async () => await App.Durable.GetInstanceAsync(delivery.InstanceId, CancellationToken.None) is { IsCompleted: true },
        () => "the workflow has not ended");
}
