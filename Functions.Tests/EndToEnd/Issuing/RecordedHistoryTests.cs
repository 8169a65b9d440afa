using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>
/// Today's <see cref="BadgeWorkflow"/> over histories that it, and its earlier versions, left: what instances in flight go
/// through when this build takes over.
/// </summary>
public sealed class RecordedHistoryTests
{
    public static TheoryData<string, string> Histories
    {
        get
        {
            var histories = new TheoryData<string, string>();
            foreach (var version in RecordedHistory.Versions)
            {
                foreach (var scenario in JourneyScenarios.All.Keys)
                {
                    histories.Add(version, scenario);
                }
            }

            return histories;
        }
    }

    [Fact]
    public void Every_version_has_every_scenario_and_the_newest_is_the_workflow_s()
    {
        var versions = RecordedHistory.Versions;

        Assert.Equal(BadgeWorkflow.Version, versions[^1]);
        Assert.All(versions, version => Assert.Equal(
            JourneyScenarios.All.Keys,
            Directory.EnumerateFiles(Path.Combine(RecordedHistory.Folder, version))
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void From_every_step_of_a_recorded_history_the_workflow_goes_on_as_it_did(string version, string scenario)
    {
        var history = RecordedHistory.Read(version, scenario);
        var replay = new HistoryReplay(BadgeWorkflow.Run);

        Assert.Equal(RecordedHistory.VersionIn(version), history.Version);
        foreach (var life in history.Lives)
        {
            // First as a whole: the replayer's own words say best what is wrong.
            replay.Replay(history, life, life.Steps.Count(taken => taken.Outcome is null));
            for (var step = 0; step < life.Steps.Count; step++)
            {
                Assert.Equal([], replay.Differences(history, life, step));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_workflow_that_mails_before_it_issues_is_found_out(string version, string scenario) =>
        AssertFoundOut(ChangedWorkflows.MailingFirst, nameof(SendBadgeEmail), RecordedHistory.Read(version, scenario));

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_workflow_with_one_step_more_is_found_out(string version, string scenario) =>
        AssertFoundOut(
            ChangedWorkflows.WithOneStepMore, ChangedWorkflows.TellCertificationSystem, RecordedHistory.Read(version, scenario));

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_workflow_that_asks_for_the_version_before_its_new_step_leaves_older_instances_as_they_are(string version, string scenario)
    {
        var history = RecordedHistory.Read(version, scenario);
        var replay = new HistoryReplay(ChangedWorkflows.AskingForTheVersion);

        Assert.All(history.Lives, life => Assert.All(
            Enumerable.Range(0, life.Steps.Count), step => Assert.Equal([], replay.Differences(history, life, step))));
    }

    [Fact]
    public void A_workflow_that_asks_for_the_version_takes_its_new_step_in_instances_of_that_version()
    {
        var history = RecordedHistory.Read(BadgeWorkflow.Version, "mailed") with { Version = ChangedWorkflows.NextVersion };
        var replay = new HistoryReplay(ChangedWorkflows.AskingForTheVersion);

        Assert.Contains(
            replay.Differences(history, history.Lives[0], step: 0),
            difference => difference.Contains(ChangedWorkflows.TellCertificationSystem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_input_custom_status_or_outcome_is_a_difference()
    {
        var history = RecordedHistory.Read(BadgeWorkflow.Version, "accepted");
        var life = history.Lives[0];

        Assert.StartsWith("actions", Single((context, journey) => BadgeWorkflow.Run(context, journey with { Failures = 1 }), 0), StringComparison.Ordinal);
        Assert.StartsWith("custom status", Single(
            (context, journey) =>
            {
                var run = BadgeWorkflow.Run(context, journey);
                context.SetCustomStatus("Something else");
                return run;
            },
            0), StringComparison.Ordinal);
        Assert.StartsWith("outcome", Single(
            async (context, journey) => await BadgeWorkflow.Run(context, journey) is BadgeState.Accepted ? BadgeState.Lapsed : BadgeState.Issuing,
            life.Steps.Count - 1), StringComparison.Ordinal);

        string Single(Func<TaskOrchestrationContext, BadgeJourney, Task<BadgeState>> changed, int step) =>
            Assert.Single(new HistoryReplay(changed).Differences(history, life, step));
    }

    private static void AssertFoundOut(
        Func<TaskOrchestrationContext, BadgeJourney, Task<BadgeState>> changed, string added, RecordedHistory history)
    {
        var refusal = Assert.Throws<NonDeterministicOrchestratorException>(
            () => new HistoryReplay(changed).Replay(history, history.Lives[0], 1));

        Assert.Contains($"its history has activity '{nameof(RecordBadge)}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"its code now has activity '{added}'", refusal.Message, StringComparison.Ordinal);
    }
}
