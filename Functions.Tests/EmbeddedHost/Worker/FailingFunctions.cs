using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

/// <summary>A function behind each kind of trigger that throws, and an orchestrator that answers what it is told of that.</summary>
internal static class FailingFunctions
{
    [Function(nameof(Page))]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        throw new InvalidOperationException($"no page for {request.Path}");

    [Function(nameof(EachMinute))]
    public static void EachMinute([TimerTrigger("0 * * * * *")] TimerInfo timer) =>
        throw new InvalidOperationException($"nothing to do, past due: {timer.IsPastDue}");

    [Function(nameof(Step))]
    public static string Step([ActivityTrigger] string input) =>
        throw new InvalidOperationException($"no step of \"{input}\"", new FormatException("inside"));

    [Function(nameof(Failing))]
    public static Task<string> Failing([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException($"no flow of {context.GetInput<string>()}");

    [Function(nameof(Careless))]
    public static Task<string> Careless([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(nameof(Step), context.GetInput<string>());

    [Function(nameof(Catching))]
    public static async Task<TaskFailureDetails?> Catching([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync<string>(nameof(Step), context.GetInput<string>());
            return null;
        }
        catch (TaskFailedException failed)
        {
            return failed.FailureDetails;
        }
    }
}
