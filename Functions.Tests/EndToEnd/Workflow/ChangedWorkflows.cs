using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>Changes that somebody could make to <see cref="BadgeWorkflow"/>: two that break instances in flight, and one that does not.</summary>
internal static class ChangedWorkflows
{
    /// <summary>The activity that a next version would add.</summary>
    public const string TellCertificationSystem = nameof(TellCertificationSystem);

    /// <summary>The version of <see cref="AskingForTheVersion"/>: one that <see cref="BadgeWorkflow.Version"/> never reaches.</summary>
    public const string NextVersion = "1000.0";

    /// <summary>Mails before it issues.</summary>
    public static async Task<BadgeState> MailingFirst(TaskOrchestrationContext context, BadgeStart start)
    {
        await context.CallActivityAsync<NextStep>(nameof(EmailMember), start.Badge);
        return await BadgeWorkflow.Run(context, start);
    }

    /// <summary>Has one step more.</summary>
    public static async Task<BadgeState> WithOneStepMore(TaskOrchestrationContext context, BadgeStart start)
    {
        await context.CallActivityAsync(TellCertificationSystem, start.Badge);
        return await BadgeWorkflow.Run(context, start);
    }

    /// <summary>Has one step more, for instances that were started with the version that brought it.</summary>
    public static async Task<BadgeState> AskingForTheVersion(TaskOrchestrationContext context, BadgeStart start)
    {
        if (context.CompareVersionTo(NextVersion) >= 0)
        {
            await context.CallActivityAsync(TellCertificationSystem, start.Badge);
        }

        return await BadgeWorkflow.Run(context, start);
    }
}
