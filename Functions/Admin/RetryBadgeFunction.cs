using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Admin;

/// <summary>
/// <c>POST /api/admin/badges/{badgeId}/retry</c>: tries what a badge waits for at once, and reads it from the platform anew. For
/// an administrator who has put right what was refused. A workflow that has failed or is gone is started again from the badge's row.
/// </summary>
internal sealed class RetryBadgeFunction(
    BadgeLookups lookups, BadgeStore badges, BadgeWaker waker, BadgeUpdateStarter updates, TimeProvider clock)
{
    [Function("RetryBadge")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/admin/badges/{badgeId}/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (!BadgeKey.IsBadgeId(badgeId) || await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is not { } key)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such badge.");
        }

        var badge = await badges.FindAsync(key, cancellationToken);
        if (badge is not null && IsToBeFollowedUp(badge))
        {
            await updates.StartAsync(durable, key, cancellationToken);
        }

        if (await durable.GetInstanceAsync(key.InstanceId, cancellationToken) is { IsCompleted: false })
        {
            await durable.RaiseEventAsync(key.InstanceId, BadgeSignals.RetryRequested, cancellation: cancellationToken);
        }
        else if (badge is null)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "The badge was never recorded: send the award again.");
        }
        else
        {
            await waker.StartAnewAsync(durable, badge, cancellationToken);
        }

        return TypedResults.Accepted($"/api/badges/{badgeId}");
    }

    // A revocation, renewal or correction that has not reached the platform, or of which the member could not be told.
    private bool IsToBeFollowedUp(Badge badge) =>
        PlatformWorks.Of(badge, clock.GetUtcNow()) is not PlatformWork.None || badge.Problem is { Step: nameof(SendBadgeNotice) };
}
