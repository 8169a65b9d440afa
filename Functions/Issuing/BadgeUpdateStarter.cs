using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starts the follow-up of a badge whose row says what its platform, or its member, has yet to hear. One that runs already finds it done.</summary>
internal sealed class BadgeUpdateStarter
{
    public async Task StartAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        var start = new StartOrchestrationOptions($"update-{badge.BadgeId}");
        if (await durable.GetInstanceAsync(start.InstanceId!, cancellationToken) is not { IsCompleted: false })
        {
            await durable.StartUnlessThereAsync(
                nameof(CertificationEventWorkflow), new CertificationFollowUp(null) { Badges = [badge] }, start, cancellationToken);
        }
    }
}
