using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The claim as the member sees it: the page behind the e-mailed link, CLAIM BADGE, GO TO CREDLY and CLOSE. GET changes nothing,
/// as mail scanners open links; every POST carries the form's anti-forgery value.
/// </summary>
internal sealed class ClaimFunctions(
    ClaimLink links,
    BadgeLookups lookups,
    BadgeStore badges,
    BadgeSignaller signals,
    ClaimPages pages,
    FormToken forms,
    BadgeMetrics metrics,
    TimeProvider clock)
{
    [Function("ClaimPage")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "claim/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is { } badge
            ? await pages.ShowAsync(request, badge, NoticeOf(request, badge))
            : await pages.InvalidLinkAsync();

    [Function("ClaimBadge")]
    public Task<IResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, _) => ClaimAsync(request, durable, found, cancellationToken), cancellationToken);

    [Function("ProceedToCredly")]
    public Task<IResult> Proceed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/proceed")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, token) => ProceedAsync(request, durable, found, token, cancellationToken), cancellationToken);

    [Function("CloseClaim")]
    public Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/close")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, token) => CloseAsync(durable, found, token, cancellationToken), cancellationToken);

    private async Task<IResult> ClaimAsync(
        HttpRequest request, DurableTaskClient durable, Badge found, CancellationToken cancellationToken)
    {
        var token = ClaimToken.New();
        var badge = await badges.ChangeAsync(
            found.Key,
            nameof(BadgeEvent.Claimed),
            current => ClaimDecision.Claim(current, token, clock.GetUtcNow()),
            cancellationToken);
        if (badge.Token is not { } live || !ClaimToken.Matches(live, token))
        {
            return await pages.ShowAsync(request, badge, ClaimNotice.None);
        }

        await signals.RaiseAsync(durable, badge.Key, BadgeSignals.ClaimRequested, live.ExpiresAt, cancellationToken);
        return await pages.DialogAsync(request, badge, token);
    }

    private async Task<IResult> ProceedAsync(
        HttpRequest request, DurableTaskClient durable, Badge found, string token, CancellationToken cancellationToken)
    {
        var (status, expiresAt) = (RedemptionStatus.NotLive, found.Token?.ExpiresAt);
        var badge = await badges.ChangeAsync(
            found.Key,
            nameof(BadgeEvent.TokenRedeemed),
            current =>
            {
                (status, var redeemed) = ClaimDecision.Redeem(current, token, clock.GetUtcNow());
                expiresAt = current.Token?.ExpiresAt;
                return redeemed;
            },
            cancellationToken);
        if (status is not RedemptionStatus.Redeemed)
        {
            metrics.TokenRefused(status.ToString());
            return await pages.ShowAsync(request, badge, NoticeOf(status, badge));
        }

        await signals.RaiseAsync(durable, badge.Key, BadgeSignals.TokenRedeemed, expiresAt, cancellationToken);
        return SeeOther.To(badge.Platform!.AcceptUrl!);
    }

    private async Task<IResult> CloseAsync(
        DurableTaskClient durable, Badge found, string token, CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(
            found.Key,
            nameof(BadgeEvent.TokenReleased),
            current => ClaimDecision.Release(current, token, clock.GetUtcNow()),
            cancellationToken);
        if (badge.State is BadgeState.Pending)
        {
            await signals.RaiseAsync(durable, badge.Key, BadgeSignals.TokenReleased, found.Token?.ExpiresAt, cancellationToken);
        }

        return SeeOther.To(new Uri(links.PathFor(badge.Key.BadgeId), UriKind.Relative));
    }

    // A token that is no longer on the row has expired, unless a newer claim put its own there.
    private static ClaimNotice NoticeOf(RedemptionStatus status, Badge badge) => status switch
    {
        RedemptionStatus.AlreadyUsed => ClaimNotice.TokenUsed,
        RedemptionStatus.NotLive when badge.State is BadgeState.TokenIssued => ClaimNotice.TokenReplaced,
        _ => ClaimNotice.TokenExpired,
    };

    // The dialog's page comes back here by itself when its two minutes are over.
    private static ClaimNotice NoticeOf(HttpRequest request, Badge badge) =>
        request.Query.ContainsKey(ClaimPages.ExpiredQuery) && BadgeLifecycle.IsClaimable(badge.State)
            ? ClaimNotice.TokenExpired
            : ClaimNotice.None;

    private async Task<Badge?> FindAsync(string link, CancellationToken cancellationToken) =>
        links.BadgeIdOf(link) is { } badgeId && await lookups.ByBadgeIdAsync(badgeId, cancellationToken) is { } key
            ? await badges.FindAsync(key, cancellationToken)
            : null;

    /// <summary>Does what a form asks for, when the link and the form are genuine.</summary>
    private async Task<IResult> SubmitAsync(
        HttpRequest request, string link, Func<Badge, string, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } badge)
        {
            return await pages.InvalidLinkAsync();
        }

        return await forms.ReadAsync(request, ClaimPages.FormPurpose, cancellationToken) is { } form
            ? await act(badge, form[ClaimPages.TokenField].ToString())
            : await pages.ShowAsync(request, badge, ClaimNotice.FormExpired, StatusCodes.Status400BadRequest);
    }
}
