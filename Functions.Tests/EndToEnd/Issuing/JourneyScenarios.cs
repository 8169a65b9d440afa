using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>The journeys whose histories are recorded, by the name of their file.</summary>
internal static class JourneyScenarios
{
    public static IReadOnlyDictionary<string, Func<JourneyRecorder, Task>> All { get; } =
        new SortedDictionary<string, Func<JourneyRecorder, Task>>(StringComparer.Ordinal)
        {
            ["accepted"] = AcceptedAsync,
            ["auto-accepted"] = AutoAcceptedAsync,
            ["claimed-again"] = ClaimedAgainAsync,
            ["declined"] = DeclinedAsync,
            ["email-refused"] = EmailRefusedAsync,
            ["expired"] = ExpiredAsync,
            ["lapsed"] = LapsedAsync,
            ["mailed"] = journey => journey.StartAsync(),
            ["many-lives"] = ManyLivesAsync,
            ["platform-fails"] = PlatformFailsAsync,
            ["reminded"] = RemindedAsync,
            ["revoked"] = RevokedAsync,
            ["storage-fails"] = StorageFailsAsync,
        };

    private static async Task AcceptedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        var token = journey.TokenExpiry;
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, token);
        await journey.RaiseAsync(BadgeSignals.TokenRedeemed, token);
        journey.Answers(
            nameof(SyncAcceptance), new StepResult(StepStatus.TryLater, BadgeState.Redirected), StepResult.Done(BadgeState.Accepted));
        await journey.RaiseAsync(BadgeSignals.PlatformStateChanged);
        await journey.PassTimeAsync();
    }

    private static async Task AutoAcceptedAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(IssueOnPlatform), StepResult.Done(BadgeState.Accepted));
        await journey.StartAsync();
    }

    private static async Task ClaimedAgainAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, journey.TokenExpiry);
        await journey.PassTimeAsync();
        var token = journey.TokenExpiry;
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, token);
        await journey.RaiseAsync(BadgeSignals.TokenReleased, token);
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, journey.TokenExpiry);
    }

    private static async Task DeclinedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), StepResult.Done(BadgeState.Declined), StepResult.Done(BadgeState.Declined));
        journey.Answers(nameof(SendBadgeEmail), StepResult.Done(BadgeState.Declined));
        await journey.RaiseAsync(BadgeSignals.PlatformStateChanged);
        await journey.PassTimeAsync();
    }

    private static async Task EmailRefusedAsync(JourneyRecorder journey)
    {
        journey.Answers(
            nameof(SendBadgeEmail),
            new StepResult(StepStatus.Blocked, BadgeState.Pending),
            new StepResult(StepStatus.TryLater, BadgeState.Pending, TimeSpan.FromMinutes(3)));
        await journey.StartAsync();
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, journey.TokenExpiry);
        await journey.PassTimeAsync();
        await journey.RaiseAsync(BadgeSignals.RetryRequested);
        await journey.PassTimeAsync();
    }

    private static async Task ExpiredAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), StepResult.Done(BadgeState.Expired));
        await journey.PassTimeAsync();
    }

    private static async Task LapsedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
    }

    // Seventeen claims of which it hears at once fill a life and leave events over to the next; then single ones.
    private static async Task ManyLivesAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.RaiseTogetherAsync(BadgeSignals.ClaimRequested, Enumerable.Repeat<DateTimeOffset?>(journey.TokenExpiry, 17));
        for (var i = 0; i < 8; i++)
        {
            var token = journey.TokenExpiry;
            await journey.RaiseAsync(BadgeSignals.ClaimRequested, token);
            await journey.RaiseAsync(BadgeSignals.TokenReleased, token);
        }
    }

    private static async Task PlatformFailsAsync(JourneyRecorder journey)
    {
        journey.Answers(
            nameof(IssueOnPlatform),
            new StepResult(StepStatus.TryLater, BadgeState.Issuing),
            new StepResult(StepStatus.TryLater, BadgeState.Issuing, TimeSpan.FromSeconds(40)),
            new StepResult(StepStatus.TryLater, BadgeState.Issuing),
            new StepResult(StepStatus.Blocked, BadgeState.Issuing));
        await journey.StartAsync();
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
        await journey.RaiseAsync(BadgeSignals.RetryRequested);
    }

    private static async Task RemindedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.PassTimeAsync();
    }

    private static async Task RevokedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, journey.TokenExpiry);
        await journey.RaiseAsync(BadgeSignals.Revoked);
    }

    private static async Task StorageFailsAsync(JourneyRecorder journey)
    {
        journey.Fails(nameof(RecordBadge), times: 3, "The storage account does not answer.");
        journey.Fails(nameof(SendBadgeEmail), times: 1, "The storage account does not answer.");
        await journey.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await journey.PassTimeAsync();
        }
    }
}
