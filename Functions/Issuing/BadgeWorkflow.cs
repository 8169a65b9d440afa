using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Looks after one badge from its award until it is accepted, revoked, expired or lapsed: issues it on the platform, mails the
/// claim link and the reminders, clears tokens that ran out, and reads the member's decision back from the platform.
/// </summary>
/// <remarks>Instance id: <see cref="BadgeKey.InstanceId"/>. Output: the state in which the badge settled.</remarks>
public static class BadgeWorkflow
{
    /// <summary>
    /// The version that new instances get and keep for life, as <c>docs/versioning.md</c> says. Two numbers, so that versions
    /// compare as numbers: alone, "10" would be text and older than "2". <c>defaultVersion</c> in host.json is the same.
    /// </summary>
    public const string Version = "1.0";

    // Its history stays small however often a member tries: after so many steps the workflow begins a new one.
    private const int StepsPerLife = 16;

    // Exceptions of activities are broken infrastructure: tried for days, as nothing may be lost.
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 500,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(BadgeWorkflow))]
    public static async Task<BadgeState> Run([OrchestrationTrigger] TaskOrchestrationContext context, BadgeJourney journey)
    {
        var inbox = new BadgeInbox(context);
        for (var step = 0; step < StepsPerLife && !BadgeLifecycle.IsSettled(journey.State); step++)
        {
            context.SetCustomStatus(journey.State.ToString());
            journey = journey.StepAt(context.CurrentUtcDateTime) switch
            {
                JourneyStep.Issue => await Issue(context, journey),
                JourneyStep.SendEmail => await SendEmail(context, journey),
                JourneyStep.ExpireToken => await ExpireToken(context, journey),
                JourneyStep.Sync => await SyncAcceptance(context, journey),
                JourneyStep.Lapse => await Lapse(context, journey),
                _ => await WaitForNews(context, inbox, journey),
            };
        }

        context.SetCustomStatus(journey.State.ToString());
        if (!BadgeLifecycle.IsSettled(journey.State))
        {
            inbox.HandOver();
            context.ContinueAsNew(journey);
        }

        return journey.State;
    }

    private static async Task<BadgeJourney> Issue(TaskOrchestrationContext context, BadgeJourney journey)
    {
        await context.CallActivityAsync(nameof(RecordBadge), journey, Persistent);
        var issued = await context.CallActivityAsync<StepResult>(nameof(IssueOnPlatform), journey.Award.Badge, Persistent);
        return issued.Status is StepStatus.Done
            ? journey with { State = issued.State, IssueAt = null, Failures = 0 }
            : journey with { IssueAt = TryAgainAt(context, journey, issued), Failures = journey.Failures + 1 };
    }

    private static async Task<BadgeJourney> SendEmail(TaskOrchestrationContext context, BadgeJourney journey)
    {
        var email = journey.Emails[0];
        if (email.Kind != PlannedEmail.Claim)
        {
            // The platform's word may have been lost: nobody is reminded of a badge that they accepted.
            journey = await SyncAcceptance(context, journey);
            if (BadgeLifecycle.IsSettled(journey.State))
            {
                return journey;
            }
        }

        var sent = await context.CallActivityAsync<StepResult>(
            nameof(SendBadgeEmail), new BadgeEmail(journey.Award.Badge, email.Kind), Persistent);
        PlannedEmail[] later = [.. journey.Emails.Skip(1)];
        return sent.Status is StepStatus.Done
            ? journey with { State = sent.State, Emails = later, Failures = 0 }
            : journey with
            {
                Emails = [email with { At = TryAgainAt(context, journey, sent) }, .. later],
                Failures = journey.Failures + 1,
            };
    }

    private static async Task<BadgeJourney> ExpireToken(TaskOrchestrationContext context, BadgeJourney journey)
    {
        var state = await context.CallActivityAsync<BadgeState>(nameof(Issuing.ExpireToken), journey.Award.Badge, Persistent);
        return journey with { State = state, TokenExpiresAt = null };
    }

    private static async Task<BadgeJourney> SyncAcceptance(TaskOrchestrationContext context, BadgeJourney journey)
    {
        var synced = await context.CallActivityAsync<StepResult>(
            nameof(Issuing.SyncAcceptance), journey.Award.Badge, Persistent);
        return synced.Status is StepStatus.Done
            ? journey with { State = synced.State, SyncAt = null, Failures = 0 }
            : journey with { SyncAt = TryAgainAt(context, journey, synced), Failures = journey.Failures + 1 };
    }

    private static async Task<BadgeJourney> Lapse(TaskOrchestrationContext context, BadgeJourney journey) =>
        journey with
        {
            State = await context.CallActivityAsync<BadgeState>(nameof(LapseBadge), journey.Award.Badge, Persistent),
        };

    private static async Task<BadgeJourney> WaitForNews(TaskOrchestrationContext context, BadgeInbox inbox, BadgeJourney journey)
    {
        var news = await inbox.NextAsync(journey.NextStepAt);
        return news.Aggregate(journey, (current, one) => one.ApplyTo(current, context.CurrentUtcDateTime));
    }

    private static DateTimeOffset TryAgainAt(TaskOrchestrationContext context, BadgeJourney journey, StepResult result) =>
        context.CurrentUtcDateTime + RetryPause.After(result, journey.Failures);
}
