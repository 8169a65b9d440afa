using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>What is on disk between any two steps leads to one callback.</summary>
public sealed class CallbackCrashTests : CallbackTest
{
    [Fact]
    public async Task An_app_that_stops_between_the_change_and_its_delivery_delivers_after_its_start()
    {
        await StartAsync(CallbackTypes.Issued);
        App.TableCalls.BeforeWrite = write => IsDelivery(write) ? throw new IOException("The app stops here.") : Task.CompletedTask;
        var badge = await App.AwardAsync();
        await App.BadgeAsync(badge, row => row.State is BadgeState.Pending && row.Announcements.Count == 1);

        await App.StopAppAsync();
        App.TableCalls.BeforeWrite = null;
        await App.StartAppAsync();

        Assert.Equal(badge.BadgeId, Assert.Single(await TakenAsync(1)).BadgeId);
        await App.BadgeAsync(badge, row => row.Announcements.Count == 0);
    }

    [Fact]
    public async Task An_app_that_stops_between_two_attempts_goes_on_with_the_next()
    {
        await StartAsync(CallbackTypes.Issued);
        Receiver.Plan(500);
        await IssueAsync();
        var waiting = await DeliveryAsync(one => one.Attempts == 1);

        await App.RestartAsync();
        GoTo(waiting.NextAttemptAt);

        await DeliveryAsync(one => one is { Attempts: 2, State: CallbackState.Delivered });
    }

    [Fact]
    public async Task A_crash_between_the_start_and_the_clearing_of_the_row_starts_nothing_twice()
    {
        await StartAsync(CallbackTypes.Issued);
        object? column = null;
        App.TableCalls.AfterWrite = async write =>
        {
            if (IsDelivery(write) && column is null)
            {
                column = (await App.Tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>("Announcements ne ''").SingleAsync())["Announcements"];
            }
        };
        var (badge, _) = await IssueAsync();
        await DeliveryAsync(one => one.State is CallbackState.Delivered);
        await App.BadgeAsync(badge, row => row.Announcements.Count == 0);

        // As the crash would have left it: the row not cleared.
        await App.Tables.GetTableClient(BadgeStore.Table).UpdateEntityAsync(
            new TableEntity(badge.MemberId, BadgeEntity.RowKeyOf(badge.BadgeId)) { ["Announcements"] = column }, Azure.ETag.All, TableUpdateMode.Merge);
        await BadgeSignal.RaiseAsync(App.Durable, badge, BadgeState.Pending, CancellationToken.None);

        await App.BadgeAsync(badge, row => row.Announcements.Count == 0);
        Assert.Equal(1, (await DeliveryAsync(_ => true)).Attempts);
        Assert.Single(Receiver.Received);
    }

    [Fact]
    public async Task A_crash_between_the_delivery_s_row_and_its_workflow_is_repaired()
    {
        await StartAsync(CallbackTypes.Issued);
        var isOver = 0;
        App.TableCalls.AfterWrite = write => IsDelivery(write) && Interlocked.Exchange(ref isOver, 1) == 0
            ? throw new IOException("The app stops here.")
            : Task.CompletedTask;

        await App.AwardAsync();
        await TakenAsync(1);

        await DeliveryAsync(one => one is { State: CallbackState.Delivered, Attempts: 1 });
        Assert.Single(Receiver.Received);
    }

    [Fact]
    public async Task A_bounce_of_which_sendgrid_tells_twice_is_one_callback()
    {
        await StartAsync(CallbackTypes.Bounced);
        App.Sandbox.SendGridEvents.Deliver = false;
        await IssueAsync();
        var mail = App.Sandbox.Mailbox.Mails.Single();
        await BounceAsync();
        await DeliveryAsync(one => one.State is CallbackState.Delivered);

        await BounceAsync();
        await App.EventsFollowedUpAsync();

        await DeliveryAsync(one => one is { State: CallbackState.Delivered, Attempts: 1 });
        Assert.Single(Receiver.Received);

        async Task BounceAsync()
        {
            var happened = SendGridEvents.Event(mail, "bounce", App.Clock.GetUtcNow());
            using var request = App.Sandbox.SendGridEvents.Signed(new System.Text.Json.Nodes.JsonArray(happened).ToJsonString());
            using var response = await App.Client.SendAsync(request);
            Assert.True(response.IsSuccessStatusCode);
        }
    }

    private static bool IsDelivery(string write) => write.Contains($"/{CallbackDeliveries.Table}", StringComparison.Ordinal);
}
