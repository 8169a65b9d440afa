using Microsoft.DurableTask;

namespace BadgeFunctions.Benchmarks.Engine;

/// <summary>An orchestrator of the badge's shape: three activities, then an event raced against a one-hour timer.</summary>
internal sealed class BadgeLikeFunctions
{
    public const string Orchestrator = "Badge";
    public const string Event = "Claimed";

    private static readonly TimeSpan ClaimWindow = TimeSpan.FromHours(1);

    /// <summary>Called with the instance id when the orchestrator waits for its event.</summary>
    public Action<string>? Waiting { get; set; }

    /// <summary>Called with the instance id when the orchestrator has its event.</summary>
    public Action<string>? Resumed { get; set; }

    public void Register(DurableTaskRegistry registry)
    {
        foreach (var name in new[] { "Record", "Issue", "SendMail" })
        {
            registry.AddActivityFunc<string, string>(name, (context, input) => $"{name} of {context.InstanceId}");
        }

        registry.AddOrchestratorFunc<Member, string>(Orchestrator, RunAsync);
    }

    private async Task<string> RunAsync(TaskOrchestrationContext context, Member member)
    {
        var badge = await context.CallActivityAsync<string>("Record", member.Name);
        var link = await context.CallActivityAsync<string>("Issue", badge);
        await context.CallActivityAsync<string>("SendMail", link);

        using var window = new CancellationTokenSource();
        var claimed = context.WaitForExternalEvent<string>(Event);
        var lapsed = context.CreateTimer(ClaimWindow, window.Token);
        if (!context.IsReplaying)
        {
            Waiting?.Invoke(context.InstanceId);
        }

        if (await Task.WhenAny(claimed, lapsed) == lapsed)
        {
            return "lapsed";
        }

        Resumed?.Invoke(context.InstanceId);

        // CancelAsync would leave the orchestrator's thread.
#pragma warning disable CA1849
        window.Cancel();
#pragma warning restore CA1849
        return await claimed;
    }
}

/// <summary>The orchestrator's input.</summary>
internal sealed record Member(string Name, string Address);
