namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>What concerns many instances: queries and purges.</summary>
public sealed class DurableQueryTests
{
    [Fact]
    public async Task Purging_an_instance_answers_1_then_0_and_a_running_one_is_not_purged()
    {
        await using var fixture = await DurableClientTests.StartAsync();
        await fixture.ScheduleAsync("Wait", id: "running");
        await fixture.ScheduleAsync("Echo", "", "ended");
        await fixture.EndOfAsync("ended");

        Assert.Equal(1, (await fixture.Client.PurgeInstanceAsync("ended")).PurgedInstanceCount);
        Assert.Equal(0, (await fixture.Client.PurgeInstanceAsync("ended")).PurgedInstanceCount);
        Assert.Equal(0, (await fixture.Client.PurgeInstanceAsync("running")).PurgedInstanceCount);
        Assert.Null(await fixture.Client.GetInstanceAsync("ended"));
        Assert.NotNull(await fixture.Client.GetInstanceAsync("running"));
    }

    [Fact]
    public async Task A_filtered_purge_deletes_what_it_finds_and_nothing_that_runs()
    {
        await using var fixture = await DurableClientTests.StartAsync();
        var ids = Enumerable.Range(0, 450).Select(number => $"old-{number}").ToList();
        await Task.WhenAll(ids.Select(id => fixture.ScheduleAsync("Echo", "", id)));
        await Task.WhenAll(ids.Select(fixture.EndOfAsync));
        await fixture.ScheduleAsync("Wait", id: "running");
        await fixture.ScheduleAsync("Fail", id: "failed");
        await fixture.EndOfAsync("failed");
        fixture.Time.Advance(TimeSpan.FromDays(1));
        var today = fixture.Time.GetUtcNow();
        await fixture.ScheduleAsync("Echo", "", "new");
        await fixture.EndOfAsync("new");

        var result = await fixture.Client.PurgeInstancesAsync(null, today.AddHours(-1), [OrchestrationRuntimeStatus.Completed]);

        Assert.Equal((450, true), (result.PurgedInstanceCount, result.IsComplete));
        Assert.Equal(["failed", "new", "running"], (await ReadAllAsync(fixture, new OrchestrationQuery())).Order());
    }

    [Fact]
    public async Task A_query_filters_by_status_time_and_id_and_comes_in_pages_that_can_be_continued()
    {
        await using var fixture = await DurableClientTests.StartAsync();
        for (var number = 0; number < 7; number++)
        {
            await fixture.ScheduleAsync(number % 2 == 0 ? "Wait" : "Echo", "", $"badge-{number}");
            fixture.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await fixture.ScheduleAsync("Echo", "", "other");
        await Task.WhenAll(fixture.EndOfAsync("badge-1"), fixture.EndOfAsync("badge-3"), fixture.EndOfAsync("badge-5"), fixture.EndOfAsync("other"));
        var begun = fixture.Time.GetUtcNow() - TimeSpan.FromMinutes(7);

        Assert.Equal(
            ["badge-1", "badge-3", "badge-5"],
            await ReadAllAsync(fixture, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: "badge-")));
        Assert.Equal(
            ["badge-2", "badge-3"],
            await ReadAllAsync(fixture, new OrchestrationQuery(begun + TimeSpan.FromMinutes(2), begun + TimeSpan.FromMinutes(3))));

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in fixture.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3)).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([3, 3, 2], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        var continued = new OrchestrationQuery(ContinuationToken: pages[1].ContinuationToken);
        Assert.Equal(["badge-6", "other"], await ReadAllAsync(fixture, continued));
    }

    [Fact]
    public async Task Ids_of_ended_instances_are_listed_by_the_time_of_their_end()
    {
        await using var fixture = await DurableClientTests.StartAsync();
        foreach (var id in new[] { "first", "second", "third" })
        {
            await fixture.ScheduleAsync("Echo", "", id);
            await fixture.EndOfAsync(id);
            fixture.Time.Advance(TimeSpan.FromHours(1));
        }

        await fixture.ScheduleAsync("Wait", id: "running");
        var from = fixture.Time.GetUtcNow() - TimeSpan.FromHours(2.5);

        var page = await fixture.Client.ListInstanceIdsAsync(completedTimeFrom: from, pageSize: 1);
        var rest = await fixture.Client.ListInstanceIdsAsync(completedTimeFrom: from, lastInstanceKey: page.ContinuationToken);

        Assert.Equal(["second"], page.Values);
        Assert.Equal(["third"], rest.Values);
    }

    private static async Task<IReadOnlyList<string>> ReadAllAsync(EngineFixture fixture, OrchestrationQuery query)
    {
        List<string> ids = [];
        await foreach (var instance in fixture.Client.GetAllInstancesAsync(query))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }
}
