using BadgeFunctions.Sandbox.Credly;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The list of badge templates in the stand-in's API, as credly.com/docs/badge_templates describes it.</summary>
public sealed class CredlyTemplateApiTests : IAsyncLifetime
{
    private ForeignClient _client = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _client = new ForeignClient(_standIns.Http);
    }

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Theory]
    [InlineData("filter=query::sabre", 1)]
    [InlineData("filter[query]=sabre", 1)]
    [InlineData("filter[name]=\"fencing with the sabre\"", 1)]
    [InlineData("filter[name]=\"fencing\"", 0)]
    [InlineData("filter[skills]=Fairness,Other", 1)]
    [InlineData("filter[reporting_tags]=sport", 1)]
    [InlineData("filter[state]=draft", 1)]
    [InlineData("filter[state]=archived&filter[query]=sabre", 0)]
    [InlineData("filter[created_at_min]=2030-01-05", 1)]
    [InlineData("filter[created_at_max]=2021-01-03", 0)]
    [InlineData("filter[owner_id]=somebody-else", 0)]
    public async Task Templates_are_found_by_each_documented_filter(string filter, int expected)
    {
        _standIns.Sandbox.Credly.CreateTemplate(
            new CredlyTemplate("fencing", "fencing", "Fencing with the sabre", "Club champion.", "Win the tournament", ["Fencing", "Fairness"])
            {
                State = CredlyTemplate.Draft,
                ReportingTags = ["sport"],
                CreatedAt = new DateTimeOffset(2030, 1, 5, 0, 0, 0, TimeSpan.Zero),
            });

        Assert.Equal(expected, (await _client.ListAsync($"badge_templates?{filter}")).Count);
    }

    [Fact]
    public async Task Templates_are_sorted_by_one_key_after_the_other()
    {
        var order = StandIns.Order();
        order["badge_template_id"] = CredlyTemplate.All[^1].Id;
        await _standIns.IssueAsync(order);

        var names = (await _client.ListAsync("badge_templates?sort=-badges_count|name")).Select(one => Text(one, "name"));

        Assert.Equal([CredlyTemplate.All[^1].Name, .. CredlyTemplate.All.SkipLast(1).Select(one => one.Name).Order()], names);
    }
}
