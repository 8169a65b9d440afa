using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Certification;

/// <summary>Receives an award, once: one read, and one start of the workflow that is named after the achievement. All else is the workflow's.</summary>
internal sealed class ReceiveAward(BadgeLookups lookups)
{
    private static readonly FieldError OtherContent = new("data.achievementId", "was awarded before with other content");

    /// <returns>Null when the award is accepted; otherwise the field that contradicts what was awarded before.</returns>
    public async Task<FieldError?> ReceiveAsync(NewAward award, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await lookups.FindAwardAsync(award.Award.Badge.BadgeId, cancellationToken) is (_, var awarded))
        {
            return awarded == award.Award.Digest() ? null : OtherContent;
        }

        try
        {
            await BadgeSignal.StartAsync(durable, new BadgeStart(award.Award.Badge, award), cancellationToken);
            return null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Awarded a moment ago, and not recorded yet: the content stands in the workflow's input.
            var running = await durable.GetInstanceAsync(award.Award.Badge.InstanceId, getInputsAndOutputs: true, cancellationToken);
            if (running is null)
            {
                throw;
            }

            return running.ReadInputAs<BadgeStart>() is { Awarded.Award: var known } && known.Digest() != award.Award.Digest() ? OtherContent : null;
        }
    }
}
