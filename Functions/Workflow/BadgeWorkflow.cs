using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Looks after one badge: issues it, mails its member, clears tokens that ran out, reads the member's decision back from the platform, and
/// brings the platform in line with what the certification system says later. Nothing else changes a badge on its platform or mails its member.
/// </summary>
/// <remarks>
/// Instance id: <see cref="BadgeKey.InstanceId"/>. All state stands on the badge's rows: each activity reads them, does what is due,
/// writes them and answers with what is due next (<see cref="BadgeSteps"/>). Output: the state in which the badge settled.
/// </remarks>
public static class BadgeWorkflow
{
    /// <inheritdoc cref="BadgeSignal.Version"/>
    public const string Version = BadgeSignal.Version;

    // Its history stays small however often a member tries: after so many steps the workflow begins a new one.
    private const int StepsPerLife = 16;

    /// <summary>The orchestrator.</summary>
    [Function(nameof(BadgeWorkflow))]
    public static async Task<BadgeState> Run([OrchestrationTrigger] TaskOrchestrationContext context, BadgeStart start)
    {
        // One wait for the life of the execution, renewed only when it has completed: an event that meets a cancelled wait is lost.
        var changed = WaitForChange();
        var next = start.Awarded is null
            ? await Do(nameof(SyncAcceptance))
            : await context.CallActivityAsync<NextStep>(nameof(IssueBadge), start, Orchestrations.Persistent);
        for (var step = 1; step < StepsPerLife && (next.Step is not BadgeStep.End || changed.IsCompleted); step++)
        {
            context.SetCustomStatus(next.State.ToString());
            next = next.Step switch
            {
                BadgeStep.IssueBadge => await context.CallActivityAsync<NextStep>(nameof(IssueBadge), new BadgeStart(start.Badge, null), Orchestrations.Persistent),
                BadgeStep.EmailMember => await Do(nameof(EmailMember)),
                BadgeStep.ExpireToken => await Do(nameof(ExpireToken)),
                BadgeStep.SyncAcceptance => await Do(nameof(SyncAcceptance)),
                BadgeStep.UpdatePlatform => await Do(nameof(UpdatePlatform)),
                BadgeStep.IssueCredential => await Do(nameof(IssueCredential)),
                BadgeStep.EndBadge => await Do(nameof(EndBadge)),
                BadgeStep.NotifyIssuer => await Do(nameof(NotifyIssuer)),
                _ => await WaitAndLook(next.At),
            };
        }

        context.SetCustomStatus(next.State.ToString());
        if (next.Step is not BadgeStep.End || changed.IsCompleted)
        {
            // A new execution begins with a look at the rows: nothing has to be handed over.
            context.ContinueAsNew(new BadgeStart(start.Badge, null));
        }

        return next.State;

        Task<NextStep> Do(string activity) => context.CallActivityAsync<NextStep>(activity, start.Badge, Orchestrations.Persistent);

        Task<object?> WaitForChange() => context.WaitForExternalEvent<object?>(BadgeSignal.BadgeChanged);

        async Task<NextStep> WaitAndLook(DateTimeOffset? until)
        {
            using var timerEnd = new CancellationTokenSource();
            Task timer = until is { } at ? context.CreateTimer(at.UtcDateTime, timerEnd.Token) : changed;
            await Task.WhenAny(changed, timer);
            // Not CancelAsync: an orchestrator may await nothing but its context.
            timerEnd.Cancel();
            while (changed.IsCompleted)
            {
                changed = WaitForChange();
            }

            return await Do(nameof(SyncAcceptance));
        }
    }
}
