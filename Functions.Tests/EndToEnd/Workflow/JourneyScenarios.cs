using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Workflow;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>The journeys whose histories are recorded, by the name of their file.</summary>
internal static class JourneyScenarios
{
    public static IReadOnlyDictionary<string, Func<JourneyRecorder, Task>> All { get; } =
        new SortedDictionary<string, Func<JourneyRecorder, Task>>(StringComparer.Ordinal)
        {
            ["accepted"] = AcceptedAsync,
            ["auto-accepted"] = AutoAcceptedAsync,
            ["callback"] = CallbackAsync,
            ["changed-during-an-activity"] = ChangedDuringAnActivityAsync,
            ["claimed-again"] = ClaimedAgainAsync,
            ["claims-mailed-again"] = ClaimsMailedAgainAsync,
            ["comparison"] = ComparisonAsync,
            ["credly-catch-up"] = CredlyCatchUpAsync,
            ["lapsed"] = LapsedAsync,
            ["mailed"] = journey => journey.StartAsync(),
            ["many-lives"] = ManyLivesAsync,
            ["platform-fails"] = PlatformFailsAsync,
            ["reminded"] = RemindedAsync,
            ["revoked"] = RevokedAsync,
            ["sign-in"] = SignInAsync,
            ["started-again"] = StartedAgainAsync,
            ["storage-fails"] = StorageFailsAsync,
        };

    private static async Task AcceptedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), Wait(journey.TokenExpiry, BadgeState.TokenIssued));
        await journey.ChangeAsync();
        journey.Answers(nameof(SyncAcceptance), Wait(journey.Now.AddSeconds(15), BadgeState.Redirected), Due(BadgeStep.NotifyIssuer, BadgeState.Accepted));
        await journey.ChangeAsync();
        journey.Answers(nameof(NotifyIssuer), End(BadgeState.Accepted));
        await journey.PassTimeAsync();
    }

    private static async Task AutoAcceptedAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(IssueBadge), End(BadgeState.Accepted));
        await journey.StartAsync();
    }

    // Sixteen attempts fill a life.
    private static async Task CallbackAsync(JourneyRecorder journey)
    {
        for (var i = 1; i <= 17; i++)
        {
            journey.Answers(nameof(DeliverCallback), new CallbackResult(CallbackState.Pending, journey.Now.AddHours(i)));
        }

        journey.Answers(nameof(DeliverCallback), new CallbackResult(CallbackState.Delivered, null));
        await journey.StartAsync(nameof(CallbackWorkflow), new CallbackTask("certification", "announcement-1", journey.Now));
        await journey.RaiseAsync(CallbackWorkflow.RetryRequested);
        for (var i = 2; i <= 17; i++)
        {
            await journey.PassTimeAsync();
        }
    }

    private static async Task ChangedDuringAnActivityAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.UpdatePlatform, BadgeState.Accepted));
        journey.ChangesDuring(nameof(UpdatePlatform));
        journey.Answers(nameof(UpdatePlatform), End(BadgeState.Accepted));
        journey.Answers(nameof(SyncAcceptance), End(BadgeState.Revoked));
        await journey.ChangeAsync();
    }

    private static async Task ClaimedAgainAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            journey.Answers(nameof(SyncAcceptance), Wait(journey.TokenExpiry, BadgeState.TokenIssued), Due(BadgeStep.ExpireToken, BadgeState.TokenIssued));
            await journey.ChangeAsync();
            await journey.PassTimeAsync();
        }
    }

    // Twenty pages fill a life.
    private static async Task ComparisonAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(CompareOpenBadges), [.. Enumerable.Range(1, 20).Select(page => new Comparison { Next = $"{page}", Looked = page, Mended = page / 5 })]);
        journey.Answers(nameof(CompareOpenBadges), new Comparison { IsOver = true, Looked = 21, Mended = 4, Unread = 1 });
        await journey.StartAsync(nameof(ComparisonWorkflow), new Comparison());
    }

    private static async Task CredlyCatchUpAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(FindCatchUpStart), journey.Now.AddDays(-1));
        journey.Answers(nameof(CatchUpEvents), new CatchUpPage(50, 1, IsLast: false), new CatchUpPage(7, 0, IsLast: true));
        journey.Answers(nameof(CatchUpBadges), [.. Enumerable.Repeat(new CatchUpPage(50, 0, IsLast: false), 18), new CatchUpPage(3, 2, IsLast: true)]);
        await journey.StartAsync(nameof(CredlyCatchUpWorkflow), new CatchUp(journey.Now));
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
    }

    private static async Task LapsedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.EndBadge, BadgeState.Pending));
        journey.Answers(nameof(EndBadge), End(BadgeState.Lapsed));
        await journey.PassTimeAsync();
    }

    // Changes that come together fill no life; single ones do.
    private static async Task ManyLivesAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        await journey.ChangeAsync(times: 17);
        for (var i = 0; i < 20; i++)
        {
            await journey.ChangeAsync();
        }
    }

    private static async Task PlatformFailsAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(IssueBadge), Wait(journey.Now.AddSeconds(15), BadgeState.Issuing));
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.IssueBadge, BadgeState.Issuing), Due(BadgeStep.IssueBadge, BadgeState.Issuing));
        journey.Answers(nameof(IssueBadge), Wait(journey.Now.AddDays(1), BadgeState.Issuing));
        await journey.StartAsync();
        await journey.PassTimeAsync();
        await journey.ChangeAsync();
    }

    private static async Task RemindedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.EmailMember, BadgeState.Pending));
        journey.Answers(nameof(EmailMember), Wait(journey.Now.AddDays(400), BadgeState.Pending));
        await journey.PassTimeAsync();
    }

    private static async Task RevokedAsync(JourneyRecorder journey)
    {
        await journey.StartAsync();
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.UpdatePlatform, BadgeState.Revoked));
        journey.Answers(nameof(UpdatePlatform), Due(BadgeStep.EmailMember, BadgeState.Revoked));
        journey.Answers(nameof(EmailMember), End(BadgeState.Revoked));
        await journey.ChangeAsync();
    }

    private static async Task SignInAsync(JourneyRecorder journey)
    {
        journey.Fails(nameof(SendSignInEmail), times: 1, "The storage account does not answer.");
        await journey.StartAsync(nameof(SignInWorkflow), "maria.rossi@example.org");
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
    }

    private static async Task ClaimsMailedAgainAsync(JourneyRecorder journey)
    {
        journey.Fails(nameof(MailClaimsAgain), times: 1, "The storage account does not answer.");
        await journey.StartAsync(nameof(SignInWorkflow), SignInWorkflow.ClaimsOf("0123456789abcdef"));
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
    }

    private static async Task StartedAgainAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(SyncAcceptance), Due(BadgeStep.UpdatePlatform, BadgeState.Accepted));
        journey.Answers(nameof(UpdatePlatform), End(BadgeState.Accepted));
        await journey.StartAsync(nameof(BadgeWorkflow), new BadgeStart(A.Award().Badge, null), A.Award().Badge.InstanceId);
    }

    private static async Task StorageFailsAsync(JourneyRecorder journey)
    {
        journey.Fails(nameof(IssueBadge), times: 3, "The storage account does not answer.");
        journey.Fails(nameof(EmailMember), times: 1, "The storage account does not answer.");
        await journey.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await journey.PassTimeAsync();
        }
    }

    private static NextStep Due(BadgeStep step, BadgeState state) => new(step, null, state);

    private static NextStep Wait(DateTimeOffset at, BadgeState state) => new(BadgeStep.Wait, at, state);

    private static NextStep End(BadgeState state) => new(BadgeStep.End, null, state);
}
