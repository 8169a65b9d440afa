using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Office;

/// <summary>
/// <c>POST /api/admin/badges/{badgeId}/retry</c>: retries at once what a badge waits for, and reads it from the platform again. For
/// an administrator who has repaired what was refused. A workflow that has failed or is gone is started again from the badge's row.
/// </summary>
internal sealed class RetryBadgeFunction(BadgeLookups lookups, BadgeStore badges, TimeProvider clock)
{
    [Function("RetryBadge")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/admin/badges/{badgeId}/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (!BadgeKey.IsBadgeId(badgeId)
            || await lookups.FindAsync(badgeId, cancellationToken) is not { } key
            || await badges.ChangeAsync(key, "RetryRequested", Retry, cancellationToken) is not { } badge)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such badge. If it was awarded, send the award again.");
        }

        await BadgeSignal.RaiseAsync(durable, key, badge.State, cancellationToken);
        return TypedResults.Accepted($"/api/badges/{badgeId}");
    }

    private Badge Retry(Badge badge)
    {
        var now = clock.GetUtcNow();
        return badge with
        {
            Problems = [.. badge.Problems.Select(problem => problem with { Failures = 0, RetryAt = now })],
            News = PlatformNews.After(badge.News, isDeletion: false, now),
        };
    }
}
