using System.Text.Json;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>An app that calls the Sandbox, and what tests of callbacks do with it.</summary>
public abstract class CallbackTest : IAsyncLifetime
{
    internal const string Name = "certification";

    private protected BadgeApplication App { get; private set; } = null!;

    private protected CallbackReceiver Receiver => App.Sandbox.Callbacks;

    private protected IEnumerable<ReceivedCallback> Taken => Receiver.Received.Where(one => one.IsTaken);

    private protected CallbackDeliveries Deliveries => App.Services.GetRequiredService<CallbackDeliveries>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>Starts the app with one endpoint.</summary>
    private protected Task StartAsync(params string[] events) => StartWithAsync((Name, events));

    private protected async Task StartWithAsync(params (string Name, IReadOnlyList<string> Events)[] endpoints) =>
        App = await BadgeApplication.StartAsync(sandbox => CallbackSettings.Of(sandbox, endpoints));

    /// <summary>Lets minutes pass until so many callbacks were taken.</summary>
    private protected async Task<IReadOnlyList<ReceivedCallback>> TakenAsync(int count)
    {
        await App.AdvanceUntilAsync(TimeSpan.FromSeconds(20), () => Task.FromResult(Taken.Count() >= count));
        return [.. Taken];
    }

    private protected async Task<TableEntity> RowAsync(BadgeKey badge) =>
        await App.Tables.GetTableClient(BadgeStore.Table).GetEntityAsync<TableEntity>(badge.MemberId, BadgeEntity.RowKeyOf(badge.BadgeId));

    /// <summary>The only delivery to the endpoint, as soon as it is as expected. The clock stands still.</summary>
    private protected async Task<CallbackDelivery> DeliveryAsync(Predicate<CallbackDelivery> expected)
    {
        IReadOnlyList<CallbackDelivery> seen = [];
        await BadgeApplication.UntilAsync(
            async () => (seen = await Deliveries.PageAsync(Name, null, null, 10, CancellationToken.None)) is [var one] && expected(one),
            () => string.Join('\n', seen));
        return seen[0];
    }

    /// <summary>Moves the clock past the next attempt: timers count in milliseconds.</summary>
    private protected void GoTo(DateTimeOffset? attempt) => App.Clock.Advance(attempt!.Value.AddSeconds(1) - App.Clock.GetUtcNow());

    private protected async Task<(int Status, JsonElement Body)> CallAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "x-functions-key", TestSettings.OfficeKey } } };
        using var response = await App.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, answer.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(answer));
    }

    private protected Task<(int Status, JsonElement Body)> RedeliverAsync(string id) =>
        CallAsync(HttpMethod.Post, $"api/admin/callbacks/{Name}/deliveries/{id}/redeliver");

    /// <summary>A badge that is issued and mailed, and whose workflow has nothing more to do.</summary>
    private protected async Task<(BadgeKey Badge, Uri ClaimLink)> IssueAsync(Achievement? achievement = null)
    {
        var (badge, link) = await App.AwardAndMailAsync(achievement);
        await App.WorkflowAsync(badge, BadgeState.Pending);
        return (badge, link);
    }

    private protected async Task AcceptAsync(BadgeKey badge, Uri link)
    {
        await BadgeApplication.AcceptAsync(link);
        await App.BadgeAsync(badge, BadgeState.Accepted);
    }
}
