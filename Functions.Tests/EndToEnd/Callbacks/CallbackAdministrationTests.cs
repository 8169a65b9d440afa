using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>What an administrator sees of the deliveries.</summary>
public sealed class CallbackAdministrationTests : CallbackTest
{
    private static string Path => $"api/admin/callbacks/{Name}/deliveries";

    [Fact]
    public async Task Nothing_is_shown_or_delivered_again_without_a_key()
    {
        await StartAsync();

        using var listed = await App.Client.GetAsync(Path);
        using var redelivered = await App.Client.PostAsync($"{Path}/msg_0123456789abcdef0123456789abcdef/redeliver", null);

        Assert.Equal((401, 401), ((int)listed.StatusCode, (int)redelivered.StatusCode));
    }

    [Fact]
    public async Task A_wrong_query_is_refused_and_named()
    {
        await StartAsync();

        Assert.Equal((400, "state"), await RefusedAsync($"{Path}?state=lost"));
        Assert.Equal((400, "after"), await RefusedAsync($"{Path}?after=1"));
        Assert.Equal(404, (await CallAsync(HttpMethod.Get, "api/admin/callbacks/Not_A_Name/deliveries")).Status);
        Assert.Equal(404, (await RedeliverAsync("msg_0123456789abcdef0123456789abcdef")).Status);
    }

    [Fact]
    public async Task Pages_of_deliveries_follow_one_another()
    {
        await StartAsync();
        foreach (var minute in Enumerable.Range(0, 60))
        {
            var id = AnnouncementId.Of(A.Now.AddMinutes(minute), "badge");
            await Deliveries.AddAsync(
                new CallbackDelivery(Name, id, CallbackTypes.Issued, "badge", "{}") { State = CallbackState.Dead }, CancellationToken.None);
        }

        var (_, first) = await CallAsync(HttpMethod.Get, $"{Path}?state=dead");
        var (_, last) = await CallAsync(HttpMethod.Get, $"{Path}?state=dead&after={first.GetProperty("next").GetString()}");

        Assert.Equal(50, Ids(first).Count);
        Assert.Equal(10, Ids(last).Count);
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.Equal(AnnouncementId.Of(A.Now.AddMinutes(59), "badge"), Ids(first)[0]);
        Assert.Equal(60, Ids(first).Concat(Ids(last)).Distinct().Count());
        Assert.Empty(Ids((await CallAsync(HttpMethod.Get, $"{Path}?state=pending")).Body));
    }

    [Fact]
    public async Task Deliveries_of_an_endpoint_that_left_the_settings_are_listed_and_not_made_again()
    {
        await StartAsync();
        var id = AnnouncementId.Of(A.Now, "badge");
        await Deliveries.AddAsync(
            new CallbackDelivery("former", id, CallbackTypes.Issued, "badge", "{}") { State = CallbackState.Dead }, CancellationToken.None);

        var (_, list) = await CallAsync(HttpMethod.Get, "api/admin/callbacks/former/deliveries");
        var (status, _) = await CallAsync(HttpMethod.Post, $"api/admin/callbacks/former/deliveries/{id}/redeliver");

        Assert.Equal([id], Ids(list));
        Assert.Equal(409, status);
    }

    [Fact]
    public async Task What_is_due_for_an_endpoint_that_the_settings_lack_is_tried_again()
    {
        await StartAsync();
        var delivery = new CallbackDelivery("former", AnnouncementId.Of(A.Now, "badge"), CallbackTypes.Issued, "badge", "{}");
        await Deliveries.AddAsync(delivery, CancellationToken.None);

        await App.Durable.ScheduleNewOrchestrationInstanceAsync(
            nameof(CallbackWorkflow), new CallbackTask(delivery.Endpoint, delivery.Id, App.Clock.GetUtcNow()));

        CallbackDelivery? tried = null;
        await BadgeApplication.UntilAsync(
            async () => (tried = await Deliveries.FindAsync(delivery.Endpoint, delivery.Id, CancellationToken.None)) is { Attempts: 1 },
            () => $"{tried}");
        Assert.Equal((CallbackState.Pending, "the settings have no endpoint of this name"), (tried!.State, tried.LastError));
        Assert.NotNull(tried.NextAttemptAt);
    }

    private static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("deliveries").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private async Task<(int Status, string? Field)> RefusedAsync(string path)
    {
        var (status, problem) = await CallAsync(HttpMethod.Get, path);
        return (status, problem.GetProperty("errors").EnumerateArray().Single().GetProperty("field").GetString());
    }
}
