using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>What is on disk between any two steps leads to one callback.</summary>
public sealed class CallbackCrashTests : CallbackTest
{
    [Fact]
    public async Task An_app_that_stops_between_the_change_and_the_timer_tells_after_its_start()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var (badge, _) = await IssueAsync();
        Assert.True((await RowAsync(badge)).ContainsKey("Announcements"));

        await App.RestartAsync();

        Assert.Equal(badge.BadgeId, Assert.Single(await TakenAsync(1)).BadgeId);
        await NextMinuteAsync();
        Assert.False((await RowAsync(badge)).ContainsKey("Announcements"));
    }

    [Fact]
    public async Task An_app_that_stops_between_two_attempts_goes_on_with_the_next()
    {
        await RegisterAsync(CallbackTypes.Issued);
        Receiver.Plan(500);
        await IssueAsync();
        await NextMinuteAsync();
        var waiting = await DeliveryAsync(one => one.Attempts == 1);

        await App.RestartAsync();
        GoTo(waiting.NextAttemptAt);

        await DeliveryAsync(one => one is { Attempts: 2, State: CallbackState.Delivered });
    }

    [Fact]
    public async Task A_crash_between_the_start_and_the_clearing_of_the_row_starts_nothing_twice()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var (badge, _) = await IssueAsync();
        var column = (await RowAsync(badge))["Announcements"];
        await NextMinuteAsync();
        await DeliveryAsync(one => one.State is CallbackState.Delivered);

        // As the crash would have left it: the row not cleared, the hint not removed.
        await PutBackAsync(badge, column);
        await NextMinuteAsync();

        Assert.False((await RowAsync(badge)).ContainsKey("Announcements"));
        Assert.Equal(1, (await DeliveryAsync(_ => true)).Attempts);
        Assert.Single(Receiver.Received);
    }

    [Fact]
    public async Task A_crash_between_the_delivery_s_row_and_its_workflow_is_made_good()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var (badge, _) = await IssueAsync();
        var announcement = Assert.Single((await App.Badges.GetAsync(badge, CancellationToken.None)).Announcements);
        await Deliveries.AddAsync(
            new CallbackDelivery(
                Name, announcement.Id, announcement.Type, badge.BadgeId,
                CallbackPayload.Of(announcement, await App.Badges.GetAsync(badge, CancellationToken.None))),
            CancellationToken.None);

        await NextMinuteAsync();

        await DeliveryAsync(one => one is { State: CallbackState.Delivered, Attempts: 1 });
        Assert.Single(Receiver.Received);
    }

    [Fact]
    public async Task A_crash_between_the_announcement_of_a_bounce_and_its_record_announces_it_once()
    {
        await RegisterAsync(CallbackTypes.Bounced);
        App.Sandbox.SendGridEvents.Deliver = false;
        var (badge, _) = await IssueAsync();
        var mail = App.Sandbox.Mailbox.Mails.Single();
        await BounceAsync();
        await NextMinuteAsync();
        await DeliveryAsync(one => one.State is CallbackState.Delivered);

        var emails = App.Tables.GetTableClient("EmailDeliveries");
        TableEntity email = await emails.GetEntityAsync<TableEntity>(badge.BadgeId, "claim");
        email["State"] = "Sent";
        await emails.UpdateEntityAsync(email, email.ETag, TableUpdateMode.Replace);
        await BounceAsync();
        Assert.True(await HintsAsync().AnyAsync());
        await NextMinuteAsync();

        await DeliveryAsync(one => one is { State: CallbackState.Delivered, Attempts: 1 });
        Assert.Single(Receiver.Received);

        async Task BounceAsync()
        {
            var happened = BadgeFunctions.Sandbox.Inbox.SendGridEvents.Event(mail, "bounce", App.Clock.GetUtcNow());
            using var request = App.Sandbox.SendGridEvents.Signed(new System.Text.Json.Nodes.JsonArray(happened).ToJsonString());
            using var response = await App.Client.SendAsync(request);
            Assert.True(response.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task A_badge_that_cannot_be_read_does_not_keep_the_others_waiting()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var outbox = App.Tables.GetTableClient(CallbackOutbox.Table);
        var broken = new string('0', 32);
        await App.Tables.GetTableClient(BadgeStore.Table).AddEntityAsync(new TableEntity("m-0", broken));
        await outbox.AddEntityAsync(new TableEntity("open", broken) { ["MemberId"] = "m-0" });
        var (badge, _) = await IssueAsync();

        Assert.Equal(badge.BadgeId, Assert.Single(await TakenAsync(1)).BadgeId);

        Assert.Equal(broken, (await HintsAsync().SingleAsync()).RowKey);
        Assert.Contains(App.Logs.Errors, log => log.Message.Contains(broken, StringComparison.Ordinal));
    }

    private async Task PutBackAsync(BadgeKey badge, object? column)
    {
        await App.Tables.GetTableClient(CallbackOutbox.Table).UpsertEntityAsync(
            new TableEntity("open", badge.BadgeId) { ["MemberId"] = badge.MemberId });
        await App.Tables.GetTableClient(BadgeStore.Table).UpdateEntityAsync(
            new TableEntity(badge.MemberId, badge.BadgeId) { ["Announcements"] = column }, Azure.ETag.All, TableUpdateMode.Merge);
    }
}
