using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Sandbox.Processes;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

public sealed class BadgeWorkflowVersionTests
{
    // On Azure a host without this default leaves instances of a version alone: no badge would ever be issued.
    [Fact]
    public void The_host_file_s_default_version_is_the_workflow_s()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "host.json")));
        var durable = file.RootElement.GetProperty("extensions").GetProperty("durableTask");

        Assert.Equal(BadgeWorkflow.Version, durable.GetProperty("defaultVersion").GetString());
        Assert.Equal("CurrentOrOlder", durable.GetProperty("versionMatchStrategy").GetString());
        Assert.Equal("Reject", durable.GetProperty("versionFailureStrategy").GetString());
    }

    // "10" alone would be older than "2".
    [Fact]
    public void The_version_has_two_numbers_so_that_it_compares_as_numbers() =>
        Assert.Matches(@"^[1-9][0-9]*\.[0-9]+$", BadgeWorkflow.Version);

    [Fact]
    public async Task An_award_starts_the_workflow_with_its_version()
    {
        await using var app = await BadgeApplication.StartAsync();

        var badge = await app.AwardAsync();

        await app.BadgeAsync(badge, BadgeState.Pending);
        Assert.Equal(BadgeWorkflow.Version, VersionOf(app, badge));
    }

    private static string? VersionOf(BadgeApplication app, BadgeKey badge)
    {
        using var connection = new SqliteConnection($"Data Source={app.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM instances WHERE id = $id";
        command.Parameters.AddWithValue("$id", badge.InstanceId);
        return command.ExecuteScalar() as string;
    }
}
