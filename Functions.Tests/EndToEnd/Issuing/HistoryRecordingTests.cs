using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>
/// Records the histories: when HISTORIES names the folder that they go to, in a folder of their version, and HISTORIES_VERSION the
/// version unless it is the present one. What is there stays: a history is evidence of what earlier code did.
/// </summary>
public sealed class HistoryRecordingTests
{
    public static TheoryData<string> Scenarios => [.. JourneyScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_journey_is_recorded_alike_each_time(string scenario)
    {
        var version = RecordedHistory.VersionIn(Environment.GetEnvironmentVariable("HISTORIES_VERSION") ?? BadgeWorkflow.Version);

        var one = (await JourneyRecorder.RecordAsync(JourneyScenarios.All[scenario], version)).ToJson();
        var other = (await JourneyRecorder.RecordAsync(JourneyScenarios.All[scenario], version)).ToJson();

        Assert.Equal(one, other);
        if (Environment.GetEnvironmentVariable("HISTORIES") is { Length: > 0 } root
            && RecordedHistory.PathOf(root, version ?? RecordedHistory.Unversioned, scenario) is var path
            && !File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, one);
        }
    }
}
