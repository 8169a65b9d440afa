using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
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
    public async Task<IResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken)
    {
        if (await OpenAsync(request, link, cancellationToken) is not { } form)
        {
            return await RefuseAsync(request, link, cancellationToken);
        }

        var token = ClaimToken.New();
        var now = clock.GetUtcNow();
        var badge = await badges.ChangeAsync(
            form.Badge.Key, nameof(BadgeEvent.Claimed), current => ClaimDecision.Claim(current, token, now), cancellationToken);
        if (badge.Token is not { } live || !ClaimToken.Matches(live, token))
        {
            return await pages.ShowAsync(request, badge, ClaimNotice.None);
        }

        await signals.RaiseAsync(durable, badge.Key, BadgeSignals.ClaimRequested, live.ExpiresAt, cancellationToken);
        return await pages.DialogAsync(request, badge, token);
    }

    [Function("ProceedToCredly")]
    public async Task<IResult> Proceed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/proceed")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken)
    {
        if (await OpenAsync(request, link, cancellationToken) is not { } form)
        {
            return await RefuseAsync(request, link, cancellationToken);
        }

        var redemption = new Redemption(RedemptionStatus.NotLive, null);
        var expiresAt = form.Badge.Token?.ExpiresAt;
        var badge = await badges.ChangeAsync(
            form.Badge.Key,
            nameof(BadgeEvent.TokenRedeemed),
            current =>
            {
                expiresAt = current.Token?.ExpiresAt;
                return (redemption = ClaimDecision.Redeem(current, form.Token, clock.GetUtcNow())).Badge;
            },
            cancellationToken);
        if (redemption.Status is not RedemptionStatus.Redeemed)
        {
            return await pages.ShowAsync(request, badge, NoticeOf(redemption.Status, badge));
        }

        await signals.RaiseAsync(durable, badge.Key, BadgeSignals.TokenRedeemed, expiresAt, cancellationToken);
        return SeeOther.To(badge.Platform!.AcceptUrl!);
    }

    [Function("CloseClaim")]
    public async Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/close")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken)
    {
        if (await OpenAsync(request, link, cancellationToken) is not { } form)
        {
            return await RefuseAsync(request, link, cancellationToken);
        }

        var expiresAt = form.Badge.Token?.ExpiresAt;
        var badge = await badges.ChangeAsync(
            form.Badge.Key,
            nameof(BadgeEvent.TokenReleased),
            current => ClaimDecision.Release(current, form.Token, clock.GetUtcNow()),
            cancellationToken);
        if (badge.State is BadgeState.Pending)
        {
            await signals.RaiseAsync(durable, badge.Key, BadgeSignals.TokenReleased, expiresAt, cancellationToken);
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

    /// <returns>The badge and the token of a genuine form; null for everything else.</returns>
    private async Task<ClaimForm?> OpenAsync(HttpRequest request, string link, CancellationToken cancellationToken) =>
        await forms.ReadAsync(request, ClaimPages.FormPurpose, cancellationToken) is { } fields
        && await FindAsync(link, cancellationToken) is { } badge
            ? new ClaimForm(badge, fields[ClaimPages.TokenField].ToString())
            : null;

    private async Task<IResult> RefuseAsync(HttpRequest request, string link, CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is { } badge
            ? await pages.ShowAsync(request, badge, ClaimNotice.FormExpired, StatusCodes.Status400BadRequest)
            : await pages.InvalidLinkAsync();

    private sealed record ClaimForm(Badge Badge, string Token);
}
