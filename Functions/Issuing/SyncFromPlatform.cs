using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: reads the badge from the platform, whatever state its row is in, and writes what is new: acceptance, rejection, revocation,
/// replacement, and whether its page is public.
/// </summary>
internal sealed class SyncFromPlatform(BadgeStore badges, PlatformReader reader, PlatformAnswers answers)
{
    private const string DeletedReason = "It was deleted on the platform.";

    [Function(nameof(SyncFromPlatform))]
    public async Task<StepResult> Run([ActivityTrigger] PlatformNews news, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(news.Badge, cancellationToken);
        if (badge.Platform is not { } known)
        {
            return StepResult.Done(badge.State);
        }

        var (answer, result) = await reader.ReadAsync(badge, nameof(SyncFromPlatform), cancellationToken);
        if (answer is not PlatformAnswer.Unknown || !news.IsDeletion)
        {
            return result;
        }

        // Said to be deleted, and not there: both together are sure.
        var seen = new PlatformSnapshot(known with { State = PlatformState.Revoked, IsPublic = false }, null) { RevocationReason = DeletedReason };
        return await answers.SaveAsync(badge, nameof(SyncFromPlatform), new PlatformAnswer.Known(seen), null, cancellationToken);
    }
}

/// <summary>The input of <see cref="SyncFromPlatform"/>.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="IsDeletion">Whether the platform said that it was deleted there.</param>
public sealed record PlatformNews(BadgeKey Badge, bool IsDeletion = false);
