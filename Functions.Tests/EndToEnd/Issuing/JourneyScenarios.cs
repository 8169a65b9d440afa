using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Credly.Reconciliation;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Issuing.Reconciliation;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>The journeys whose histories are recorded, by the name of their file.</summary>
internal static class JourneyScenarios
{
    private static readonly StepResult TryLater = new(StepStatus.TryLater, BadgeState.Pending);
    private static readonly StepResult Blocked = new(StepStatus.Blocked, BadgeState.Pending);

    public static IReadOnlyDictionary<string, Func<JourneyRecorder, Task>> All { get; } =
        new SortedDictionary<string, Func<JourneyRecorder, Task>>(StringComparer.Ordinal)
        {
            ["accepted"] = AcceptedAsync,
            ["auto-accepted"] = AutoAcceptedAsync,
            ["callback"] = CallbackAsync,
            ["certification-event"] = CertificationEventAsync,
            ["claimed-again"] = ClaimedAgainAsync,
            ["comparison"] = ComparisonAsync,
            ["credly-catch-up"] = CredlyCatchUpAsync,
            ["credly-event"] = CredlyEventAsync,
            ["credly-lost-answer"] = journey => CredlyNewsAsync(journey, new CredlyNews(A.Award().Badge, IsLostAnswer: true)),
            ["credly-template"] = journey => CredlyNewsAsync(journey, new CredlyNews(TemplateId: "template-1")),
            ["declined"] = DeclinedAsync,
            ["email-refused"] = EmailRefusedAsync,
            ["expired"] = ExpiredAsync,
            ["hosted-decision"] = HostedDecisionAsync,
            ["lapsed"] = LapsedAsync,
            ["mailed"] = journey => journey.StartAsync(),
            ["many-lives"] = ManyLivesAsync,
            ["platform-fails"] = PlatformFailsAsync,
            ["platform-news"] = PlatformNewsAsync,
            ["reminded"] = RemindedAsync,
            ["revoked"] = RevokedAsync,
            ["sign-in"] = SignInAsync,
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

    // One that is refused and one that waits for a moment, among enough others to fill a life.
    private static async Task CertificationEventAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(ApplyCertificationEvent), [Enumerable.Range(1, 16).Select(i => new BadgeKey("m-1001", $"badge-{i}"))]);
        journey.Answers(nameof(UpdateOnPlatform), [Blocked, TryLater, .. Enumerable.Repeat(StepResult.Done(BadgeState.Accepted), 14), Blocked, TryLater]);
        await journey.StartAsync(
            nameof(CertificationEventWorkflow), new CertificationFollowUp(new CertificationEvent("member.changed", journey.Now) { Member = A.Member() }));
        await journey.PassTimeAsync();
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

    private static async Task CredlyEventAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(SyncFromPlatform), TryLater, StepResult.Done(BadgeState.Revoked));
        journey.Answers(nameof(SendBadgeNotice), TryLater, Blocked);
        await CredlyNewsAsync(journey, new CredlyNews(A.Award().Badge));
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
    }

    private static Task CredlyNewsAsync(JourneyRecorder journey, CredlyNews news)
    {
        journey.Answers(nameof(ReadCredlyEvent), news);
        return journey.StartAsync(nameof(CredlyEventWorkflow), "event-1");
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
            Blocked,
            TryLater with { RetryAfter = TimeSpan.FromMinutes(3) });
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

    private static Task HostedDecisionAsync(JourneyRecorder journey) => journey.StartAsync(
        nameof(HostedDecisionWorkflow), new HostedDecision("hosted-1", A.Award().Badge, PlatformState.Accepted, "digest"));

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
        await journey.RaiseAsync(BadgeSignals.ClaimRequested, journey.TokenExpiry, times: 17);
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

    private static Task PlatformNewsAsync(JourneyRecorder journey)
    {
        journey.Answers(nameof(SyncFromPlatform), StepResult.Done(BadgeState.Pending));
        journey.Answers(nameof(SendBadgeNotice), TryLater);
        return journey.StartAsync(nameof(PlatformNewsWorkflow), new PlatformNews(A.Award().Badge, IsDeletion: true));
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

    private static async Task SignInAsync(JourneyRecorder journey)
    {
        journey.Fails(nameof(SendSignInEmail), times: 1, "The storage account does not answer.");
        await journey.StartAsync(nameof(SignInWorkflow), "maria.rossi@example.org");
        await journey.PassTimeAsync();
        await journey.PassTimeAsync();
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
