using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>
/// Today's workflows over histories that they, and their earlier versions, left: what instances in flight go through when this build
/// takes over.
/// </summary>
public sealed class RecordedHistoryTests
{
    public static TheoryData<string, string> Histories => Of(_ => true);

    public static TheoryData<string, string> BadgeHistories => Of(history => history.Started.Name == nameof(BadgeWorkflow));

    [Fact]
    public void Every_version_has_every_scenario_and_the_newest_is_the_workflow_s()
    {
        var versions = RecordedHistory.Versions;

        Assert.Equal(BadgeWorkflow.Version, versions[^1]);
        Assert.All(versions, version => Assert.Equal(JourneyScenarios.All.Keys, ScenariosOf(version)));
    }

    [Fact]
    public void Every_workflow_of_the_app_has_a_recorded_history()
    {
        var recorded = ScenariosOf(BadgeWorkflow.Version).Select(scenario => RecordedHistory.Read(BadgeWorkflow.Version, scenario).Started.Name);

        Assert.Equal([], AppOrchestrator.All.Keys.Except(recorded));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void From_every_turn_of_a_recorded_history_the_workflow_goes_on_as_it_did(string version, string scenario)
    {
        var history = RecordedHistory.Read(version, scenario);
        var workflow = AppOrchestrator.All[history.Started.Name];

        Assert.Equal(version, history.Started.Version);
        Assert.Equal([], HistoryReplay.Differences(workflow, history));
        Assert.Equal([], HistoryReplay.ActionsAfter(workflow, history));
    }

    [Theory]
    [MemberData(nameof(BadgeHistories))]
    public void A_workflow_that_mails_before_it_issues_is_found_out(string version, string scenario) =>
        AssertFoundOut(ChangedWorkflows.MailingFirst, nameof(EmailMember), RecordedHistory.Read(version, scenario));

    [Theory]
    [MemberData(nameof(BadgeHistories))]
    public void A_workflow_with_one_step_more_is_found_out(string version, string scenario) =>
        AssertFoundOut(
            ChangedWorkflows.WithOneStepMore, ChangedWorkflows.TellCertificationSystem, RecordedHistory.Read(version, scenario));

    [Theory]
    [MemberData(nameof(BadgeHistories))]
    public void A_workflow_that_asks_for_the_version_before_its_new_step_leaves_older_instances_as_they_are(string version, string scenario) =>
        Assert.Equal([], HistoryReplay.Differences(Changed(ChangedWorkflows.AskingForTheVersion), RecordedHistory.Read(version, scenario)));

    [Fact]
    public void A_workflow_that_asks_for_the_version_takes_its_new_step_in_instances_of_that_version()
    {
        var history = RecordedHistory.Read(BadgeWorkflow.Version, "mailed");
        history.Started.Version = ChangedWorkflows.NextVersion;

        Assert.Contains(
            HistoryReplay.Differences(Changed(ChangedWorkflows.AskingForTheVersion), history, turn: 0),
            difference => difference.Contains(ChangedWorkflows.TellCertificationSystem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_input_custom_status_or_outcome_is_a_difference()
    {
        var history = RecordedHistory.Read(BadgeWorkflow.Version, "accepted");

        AssertDiffers("another-member", 0, (context, start) => BadgeWorkflow.Run(context, start with { Badge = start.Badge with { MemberId = "another-member" } }));
        AssertDiffers("Something else", 0, (context, start) =>
        {
            var run = BadgeWorkflow.Run(context, start);
            context.SetCustomStatus("Something else");
            return run;
        });
        AssertDiffers(nameof(BadgeState.Lapsed), history.Turns.Count - 1, async (context, start) =>
            await BadgeWorkflow.Run(context, start) is BadgeState.Accepted ? BadgeState.Lapsed : BadgeState.Issuing);

        void AssertDiffers(string how, int turn, Func<TaskOrchestrationContext, BadgeStart, Task<BadgeState>> changed) => Assert.Contains(
            how,
            string.Concat(HistoryReplay.Differences(Changed(changed), history, turn).Select(difference => difference.Split(" became ")[1])),
            StringComparison.Ordinal);
    }

    // Each turn is compared, and Microsoft's engine refuses those before it.
    private static void AssertFoundOut(
        Func<TaskOrchestrationContext, BadgeStart, Task<BadgeState>> changed, string added, RecordedHistory history)
    {
        AssertNamesBoth(HistoryReplay.Differences(Changed(changed), history, turn: 0).First());
        AssertNamesBoth(HistoryReplay.Differences(Changed(changed), history, turn: 1).First(difference =>
            difference.Contains("Non-Deterministic", StringComparison.Ordinal)));

        void AssertNamesBoth(string difference)
        {
            Assert.Contains(history.Started.Input.Contains("\"Awarded\":null", StringComparison.Ordinal) ? nameof(SyncAcceptance) : nameof(IssueBadge), difference, StringComparison.Ordinal);
            Assert.Contains(added, difference, StringComparison.Ordinal);
        }
    }

    private static AppOrchestrator Changed(Func<TaskOrchestrationContext, BadgeStart, Task<BadgeState>> workflow) =>
        new(workflow.Method, workflow.Target);

    private static TheoryData<string, string> Of(Func<RecordedHistory, bool> which)
    {
        var histories = new TheoryData<string, string>();
        foreach (var version in RecordedHistory.Versions)
        {
            foreach (var scenario in ScenariosOf(version).Where(scenario => which(RecordedHistory.Read(version, scenario))))
            {
                histories.Add(version, scenario);
            }
        }

        return histories;
    }

    private static IEnumerable<string> ScenariosOf(string version) =>
        Directory.EnumerateFiles(Path.Combine(RecordedHistory.Folder, version))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);
}
