using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace BadgeFunctions.Functions.Tests.Callbacks;

/// <summary>The outbox on Azurite: what counts is what the tables do when two write at once.</summary>
public sealed class StartCallbacksTests : IAsyncLifetime
{
    private static readonly BadgeKey Key = A.Badge().Key;

    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly Mock<DurableTaskClient> _durable = new("BadgeFunctions");
    private readonly List<string> _started = [];
    private string _account = null!;
    private TableServiceClient _tables = null!;

    public async Task InitializeAsync()
    {
        _account = await TestTables.NewAccountAsync();
        _tables = new TableServiceClient(_account);
        string[] names = [BadgeStore.Table, BadgeHistory.Table, CallbackEndpoints.Table, CallbackOutbox.Table, CallbackDeliveries.Table];
        foreach (var name in names)
        {
            await _tables.CreateTableIfNotExistsAsync(name);
        }

        await new CallbackEndpoints(_tables, _clock).ChangeAsync(
            "crm",
            _ => new CallbackEndpoint("crm", new Uri("https://example.org/"), CallbackTypes.All, "v1", A.Now),
            CancellationToken.None);
        await Badges(_tables).RecordAsync(A.Badge(), CancellationToken.None);
        _durable.Setup(durable => durable.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<StartOrchestrationOptions>(), It.IsAny<CancellationToken>()))
            .Callback((TaskName _, object _, StartOrchestrationOptions options, CancellationToken _) => _started.Add(options.InstanceId!))
            .ReturnsAsync("");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_waits_is_started_taken_off_the_row_and_forgotten()
    {
        await ClaimAsync(_tables);

        await RunAsync();
        await RunAsync();

        var delivery = Assert.Single(await DeliveriesAsync());
        Assert.Equal([delivery.InstanceId], _started);
        Assert.Empty((await Badges(_tables).GetAsync(Key, CancellationToken.None)).Announcements);
        Assert.Empty(await HintsAsync());
    }

    [Fact]
    public async Task A_timer_between_the_hint_and_the_change_does_not_lose_the_announcement()
    {
        // Removes the hint of a change that is not there yet, in vain: the change fails on its ETag, and is made anew.
        var interrupted = Interrupted("Badges(", RunAsync);

        await ClaimAsync(interrupted.Tables);

        Assert.Equal(1, interrupted.Policy.Interruptions);
        Assert.Empty(_started);
        Assert.Single(await HintsAsync());
        Assert.Single((await Badges(_tables).GetAsync(Key, CancellationToken.None)).Announcements);
        await RunAsync();
        Assert.Single(_started);
    }

    [Fact]
    public async Task A_change_between_the_start_and_the_clearing_is_announced_too()
    {
        await ClaimAsync(_tables);
        var interrupted = Interrupted("Badges(", async () => await Badges(_tables).ChangeAsync(
            Key, "Accepted", badge => badge.After(BadgeEvent.AcceptedOnPlatform, A.Now.AddMinutes(1)), CancellationToken.None));

        await RunAsync(interrupted.Tables);
        await RunAsync();

        Assert.Equal(1, interrupted.Policy.Interruptions);
        Assert.Equal(["badge.accepted", "badge.claimed"], (await DeliveriesAsync()).Select(one => one.Type).Order());
        Assert.Equal(2, _started.Distinct().Count());
        Assert.Empty(await HintsAsync());
    }

    [Fact]
    public async Task A_change_between_the_clearing_and_the_removal_of_the_hint_is_announced_too()
    {
        await ClaimAsync(_tables);
        var interrupted = Interrupted("CallbackOutbox(", async () => await Badges(_tables).ChangeAsync(
            Key, "Accepted", badge => badge.After(BadgeEvent.AcceptedOnPlatform, A.Now.AddMinutes(1)), CancellationToken.None));

        await RunAsync(interrupted.Tables);
        Assert.Single(await HintsAsync());
        await RunAsync();

        Assert.Equal(2, _started.Count);
        Assert.Empty(await HintsAsync());
    }

    [Fact]
    public async Task What_was_delivered_is_not_started_again()
    {
        await ClaimAsync(_tables);
        var announced = (await Badges(_tables).GetAsync(Key, CancellationToken.None)).Announcements;
        await RunAsync();
        var deliveries = new CallbackDeliveries(_tables);
        await deliveries.SaveAsync((await DeliveriesAsync())[0] with { State = CallbackState.Delivered }, CancellationToken.None);

        await Badges(_tables).ChangeAsync(Key, "As before the clearing", badge => badge with { Announcements = announced }, CancellationToken.None);
        await RunAsync();

        Assert.Single(_started);
        Assert.Empty(await HintsAsync());
    }

    [Fact]
    public async Task What_cannot_be_started_stays_where_it_is()
    {
        _durable.Setup(durable => durable.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<StartOrchestrationOptions>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("storage is down"));
        await ClaimAsync(_tables);

        await RunAsync();

        Assert.Single(await HintsAsync());
        Assert.Single((await Badges(_tables).GetAsync(Key, CancellationToken.None)).Announcements);
    }

    [Fact]
    public async Task The_hint_of_a_badge_that_was_erased_is_forgotten()
    {
        await ClaimAsync(_tables);
        await _tables.GetTableClient(BadgeStore.Table).DeleteEntityAsync(Key.MemberId, Key.BadgeId);

        await RunAsync();

        Assert.Empty(await HintsAsync());
        Assert.Empty(_started);
    }

    [Fact]
    public async Task Old_deliveries_are_purged_unless_they_are_still_tried()
    {
        var deliveries = new CallbackDeliveries(_tables);
        foreach (var (days, state) in new[] { (91, CallbackState.Delivered), (91, CallbackState.Dead), (91, CallbackState.Pending), (89, CallbackState.Delivered) })
        {
            var id = AnnouncementId.Of(A.Now.AddDays(-days), state.ToString());
            await deliveries.AddAsync(new CallbackDelivery("crm", id, CallbackTypes.Issued, "badge", "{}") { State = state }, CancellationToken.None);
        }

        Assert.Equal(2, await deliveries.PurgeAsync(A.Now.AddDays(-90), CancellationToken.None));

        Assert.Equal([CallbackState.Delivered, CallbackState.Pending], (await DeliveriesAsync()).Select(one => one.State));
    }

    private BadgeStore Badges(TableServiceClient tables) => new(
        tables,
        new BadgeHistory(tables, _clock),
        new BadgeAnnouncer(new CallbackEndpoints(tables, _clock), new CallbackOutbox(tables), _clock),
        new BadgeMetrics(new TestMeters(), _clock));

    private Task ClaimAsync(TableServiceClient tables) => Badges(tables).ChangeAsync(
        Key, "Claimed", badge => badge.After(BadgeEvent.Claimed, A.Now), CancellationToken.None);

    private Task RunAsync() => RunAsync(_tables);

    private Task RunAsync(TableServiceClient tables) => new StartCallbacks(
        new CallbackOutbox(tables), new CallbackEndpoints(tables, _clock), new CallbackDeliveries(tables), Badges(tables), _clock,
        NullLogger<StartCallbacks>.Instance).Run(new TimerInfo(), _durable.Object, CancellationToken.None);

    private async Task<IReadOnlyList<OutboxHint>> HintsAsync() => await new CallbackOutbox(_tables).OpenAsync(CancellationToken.None).ToListAsync();

    private Task<IReadOnlyList<CallbackDelivery>> DeliveriesAsync() =>
        new CallbackDeliveries(_tables).PageAsync("crm", null, null, 100, CancellationToken.None);

    private (TableServiceClient Tables, Interruption Policy) Interrupted(string row, Func<Task> by)
    {
        var options = new TableClientOptions();
        var policy = new Interruption(row, by);
        options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        return (new TableServiceClient(_account, options), policy);
    }

    // Runs something just before the first write to a row goes out.
    private sealed class Interruption(string row, Func<Task> by) : HttpPipelinePolicy
    {
        public int Interruptions { get; private set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (Interruptions == 0 && IsWrite(message.Request.Method) && message.Request.Uri.ToString().Contains(row, StringComparison.Ordinal))
            {
                Interruptions++;
                await by();
            }

            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        private static bool IsWrite(RequestMethod method) => method != RequestMethod.Get;
    }
}
