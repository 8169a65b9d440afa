using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BadgeFunctions.Sandbox.Credly;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>Badge templates as their administrator creates, changes and deletes them, in the browser and by scripts.</summary>
public sealed class CredlyTemplateAdministrationTests : IAsyncLifetime
{
    private const string Templates = "/credly/organization/templates";

    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task A_new_template_issues_badges_once_it_is_active()
    {
        Assert.Equal(HttpStatusCode.SeeOther, await _standIns.PostAsync(
            Templates,
            ("name", "Fencing"), ("description", "Club champion."), ("criteria", "Win the tournament"), ("skills", "Fencing\r\nFeinting\r\nFootwork"),
            ("state", "active"), ("duplicates", "on"), ("expires", "2030-12-31"), ("image", "NoImage")));

        var template = Credly.Templates.Single(one => one.Name == "Fencing");
        Assert.Equal(["Fencing", "Feinting", "Footwork"], template.Skills);
        Assert.Equal(new DateTimeOffset(2030, 12, 31, 0, 0, 0, TimeSpan.Zero), template.DefaultExpiresAt);
        Assert.True(template is { AllowsDuplicates: true, Image: CredlyImage.NoImage });
        var order = StandIns.Order();
        order["badge_template_id"] = template.Id;
        await _standIns.IssueAsync(order);
        Assert.Equal("Fencing", await TemplateInEventAsync("badge_template.created"));
    }

    [Fact]
    public async Task A_script_changes_only_what_it_sends()
    {
        var before = Credly.Templates[0];

        using var answer = await _standIns.Http.PostAsJsonAsync($"{Templates}/{before.Id}", new { name = "Renamed", duplicates = true });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var after = Credly.Template(before.Id)!;
        Assert.Equal(before with { Name = "Renamed", AllowsDuplicates = true, UpdatedAt = after.UpdatedAt }, after);
        Assert.Equal("Renamed", await TemplateInEventAsync("badge_template.changed"));
    }

    [Fact]
    public async Task A_template_that_is_deleted_is_still_in_its_event()
    {
        var template = Credly.Templates[^1];

        Assert.Equal(HttpStatusCode.SeeOther, await _standIns.PostAsync($"{Templates}/{template.Id}/delete"));

        Assert.Null(Credly.Template(template.Id));
        Assert.Equal(template.Name, await TemplateInEventAsync("badge_template.deleted"));
    }

    [Fact]
    public async Task A_template_with_badges_can_only_be_archived()
    {
        await _standIns.IssueAsync();
        var used = StandIns.Order()["badge_template_id"]!.ToString()!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _standIns.PostAsync($"{Templates}/{used}/delete"));

        Assert.NotNull(Credly.Template(used));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("description", "")]
    [InlineData("criteria", " ")]
    [InlineData("skills", "Only\nTwo")]
    [InlineData("state", "retired")]
    [InlineData("expires", "soon")]
    public async Task What_a_template_lacks_is_said_on_its_page_and_nothing_changes(string field, string value)
    {
        var template = Credly.Templates[0];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _standIns.PostAsync($"{Templates}/{template.Id}", (field, value)));

        Assert.Equal(template, Credly.Template(template.Id));
    }

    [Fact]
    public async Task The_page_of_a_template_shows_what_it_has()
    {
        var template = Credly.Templates[0];

        var page = await _standIns.Http.GetStringAsync($"{Templates}/{template.Id}");

        Assert.Contains(WebUtility.HtmlEncode(template.Name), page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(template.Skills[0]), page, StringComparison.Ordinal);
        Assert.Contains("Create", await _standIns.Http.GetStringAsync($"{Templates}/new"), StringComparison.Ordinal);
    }

    private CredlyStandIn Credly => _standIns.Sandbox.Credly;

    private async Task<string?> TemplateInEventAsync(string type)
    {
        var (_, feed) = await _standIns.CredlyAsync(HttpMethod.Get, "events");
        var told = feed.GetProperty("data").EnumerateArray().First(one => one.GetProperty("event_type").GetString() == type);
        return told.GetProperty("badge_template") is { ValueKind: JsonValueKind.Object } template ? template.GetProperty("name").GetString() : null;
    }
}
