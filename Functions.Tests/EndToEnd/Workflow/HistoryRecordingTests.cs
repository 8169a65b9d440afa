using BadgeFunctions.Functions.Workflow;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>
/// Records the histories when RECORD_HISTORIES names the version that they are of. What is there stays: a history is evidence of what
/// earlier code did.
/// </summary>
public sealed class HistoryRecordingTests
{
    public static TheoryData<string> Scenarios => [.. JourneyScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_journey_is_recorded_alike_each_time(string scenario)
    {
        var recorded = Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } named ? named : null;
        var version = recorded ?? BadgeWorkflow.Version;

        var one = (await JourneyRecorder.RecordAsync(JourneyScenarios.All[scenario], version)).ToJson();
        var other = (await JourneyRecorder.RecordAsync(JourneyScenarios.All[scenario], version)).ToJson();

        Assert.Equal(one, other);
        if (recorded is not null && RecordedHistory.PathOf(version, scenario) is var path && !File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, one);
        }
    }
}
