using BadgeFunctions.Sandbox.Credly;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Badge templates in the stand-in's API, as credly.com/docs/badge_templates_extended describes them.</summary>
public sealed class CredlyTemplateApiTests : IAsyncLifetime
{
    private static readonly string[] Skills = ["Fencing", "Footwork", "Fairness"];

    private ForeignClient _client = null!;
    private StandIns _standIns = null!;

    private static string Templates => $"{Organization}/badge_templates";

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _client = new ForeignClient(_standIns.Http);
    }

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task A_template_is_created_issues_badges_is_changed_and_each_is_an_event()
    {
        var created = await _client.SendAsync(HttpMethod.Post, Templates, Json(Fencing()), status: 201);
        var template = created.GetProperty("data");
        var id = Text(template, "id");
        Assert.Equal(("active", "fencing", "Advanced"), (Text(template, "state"), Text(template, "vanity_slug"), Text(template, "level")));
        Assert.Equal("Award", template.GetProperty("badge_template_activities")[0].GetProperty("activity_type").GetString());
        using var image = await _standIns.Http.GetAsync(Text(template, "image_url"));
        Assert.Equal("image/png", image.Content.Headers.ContentType!.MediaType);

        var order = StandIns.Order();
        order["badge_template_id"] = id;
        await _standIns.IssueAsync(order);
        await _client.SendAsync(HttpMethod.Put, $"{Templates}/{id}", Json(new() { ["name"] = "Sabre", ["state"] = "archived" }));

        var changed = await _client.SendAsync(HttpMethod.Get, $"{Templates}/{id}");
        Assert.Equal(("Sabre", "archived", 1), (Text(changed, "data", "name"), Text(changed, "data", "state"), changed.GetProperty("data").GetProperty("badges_count").GetInt32()));
        await _client.SendAsync(HttpMethod.Delete, $"{Templates}/{id}", status: 422);
        Assert.Equal(
            ["badge_template.created", "badge.created", "badge_template.changed"], _standIns.Sandbox.Credly.Events.Select(told => told.EventType));
    }

    [Fact]
    public async Task A_template_that_is_deleted_is_gone_and_its_event_still_tells_of_it()
    {
        var id = Text(await _client.SendAsync(HttpMethod.Post, Templates, Json(Fencing()), status: 201), "data", "id");

        await _client.SendAsync(HttpMethod.Delete, $"{Templates}/{id}");

        await _client.SendAsync(HttpMethod.Get, $"{Templates}/{id}", status: 404);
        var told = (await _client.ListAsync("events"))[0];
        Assert.Equal(("badge_template.deleted", id), (Text(told, "event_type"), Text(told, "badge_template", "id")));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("image", null)]
    [InlineData("skills", "Fencing")]
    [InlineData("global_activity_url", "nowhere")]
    [InlineData("badge_template_activities", "none")]
    [InlineData("state", "melted")]
    public async Task What_is_wrong_with_a_template_is_named(string attribute, string? value)
    {
        var template = Fencing();
        template.Remove(attribute);
        if (value is not null)
        {
            template[attribute] = value;
        }

        var refused = await _client.SendAsync(HttpMethod.Post, Templates, Json(template), status: 422);

        Assert.Equal(attribute, Text(Assert.Single(refused.GetProperty("data").GetProperty("errors").EnumerateArray()), "attribute"));
        Assert.Equal(CredlyTemplate.All.Count, _standIns.Sandbox.Credly.Templates.Count);
    }

    [Theory]
    [InlineData("filter=query::sabre", 1)]
    [InlineData("filter[query]=sabre", 1)]
    [InlineData("filter[name]=\"fencing with the sabre\"", 1)]
    [InlineData("filter[name]=\"fencing\"", 0)]
    [InlineData("filter[skills]=Fairness,Other", 1)]
    [InlineData("filter[reporting_tags]=sport", 1)]
    [InlineData("filter[state]=draft", 1)]
    [InlineData("filter[state]=archived&filter[query]=sabre", 0)]
    [InlineData("filter[created_at_min]=2021-01-05", 1)]
    [InlineData("filter[created_at_max]=2021-01-03", 0)]
    [InlineData("filter[owner_id]=somebody-else", 0)]
    public async Task Templates_are_found_by_each_documented_filter(string filter, int expected)
    {
        var template = Fencing();
        (template["name"], template["state"], template["reporting_tags"]) = ("Fencing with the sabre", "draft", new List<string> { "sport" });
        await _client.SendAsync(HttpMethod.Post, Templates, Json(template), status: 201);

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

    private static Dictionary<string, object?> Fencing() => new()
    {
        ["name"] = "Fencing",
        ["description"] = "Fencing club champion.",
        ["image"] = new { remote_upload_url = "https://cdn.example.com/path/to/image.png" },
        ["global_activity_url"] = "https://www.example.com/bar",
        ["level"] = "Advanced",
        ["skills"] = Skills,
        ["badge_template_activities"] = new List<object>
        {
            new { activity_type = "Award", title = "Placed in annual tournament", activity_url = "https://www.example.com/award" },
            new { activity_type = "Badge", required_badge_template_id = TemplateId },
        },
    };
}
