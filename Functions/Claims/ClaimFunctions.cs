using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The claim as the member sees it: the page behind the e-mailed link, CLAIM BADGE, GO TO CREDLY and CLOSE. GET changes nothing,
/// as mail scanners open links; every POST carries the form's anti-forgery value.
/// </summary>
internal sealed class ClaimFunctions(
    ClaimLink links,
    BadgeStore badges,
    BadgeSignal signal,
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
        await FindAsync(link, cancellationToken) is var (mailed, badge)
            ? await PageAsync(request, mailed, badge, NoticeOf(request, badge))
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
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, token) => ProceedAsync(request, found, token, cancellationToken), cancellationToken);

    [Function("CloseClaim")]
    public Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/close")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, token) => CloseAsync(found, token, cancellationToken), cancellationToken);

    private async Task<IResult> ClaimAsync(
        HttpRequest request, DurableTaskClient durable, Found found, CancellationToken cancellationToken)
    {
        var token = ClaimToken.New();
        var badge = await badges.ChangeAsync(
            found.Badge,
            nameof(BadgeEvent.Claimed),
            current => links.IsFor(found.Mailed, current) ? ClaimDecision.Claim(current, token, clock.GetUtcNow()) : null,
            cancellationToken);
        if (badge.Token is not { } live || !ClaimToken.Matches(live, token))
        {
            return await PageAsync(request, found.Mailed, badge, ClaimNotice.None);
        }

        // The workflow clears the token when its time is over; whatever becomes of it before, the workflow sees it then.
        await signal.TryAsync(durable, badge.Key, badge.State, cancellationToken);
        return await pages.DialogAsync(request, badge, token);
    }

    private async Task<IResult> ProceedAsync(HttpRequest request, Found found, string token, CancellationToken cancellationToken)
    {
        var status = RedemptionStatus.NotLive;
        var badge = await badges.ChangeAsync(
            found.Badge,
            nameof(BadgeEvent.TokenRedeemed),
            current =>
            {
                (status, var redeemed) = links.IsFor(found.Mailed, current)
                    ? ClaimDecision.Redeem(current, token, clock.GetUtcNow())
                    : new Redemption(RedemptionStatus.NotLive, null);
                return redeemed;
            },
            cancellationToken);
        if (status is not RedemptionStatus.Redeemed)
        {
            metrics.TokenRefused(status.ToString());
            return await PageAsync(request, found.Mailed, badge, NoticeOf(status, badge));
        }

        return SeeOther.To(badge.Platform!.AcceptUrl!);
    }

    private async Task<IResult> CloseAsync(Found found, string token, CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(
            found.Badge,
            nameof(BadgeEvent.TokenReleased),
            current => ClaimDecision.Release(current, token, clock.GetUtcNow()),
            cancellationToken);
        return links.IsFor(found.Mailed, badge) ? SeeOther.To(new Uri(links.PathFor(badge), UriKind.Relative)) : await pages.OutdatedLinkAsync();
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

    private async Task<Found?> FindAsync(string link, CancellationToken cancellationToken) =>
        links.Read(link) is { } mailed
        && await badges.FindAsync(mailed.Badge, cancellationToken) is { } badge
            ? new Found(mailed, badge)
            : null;

    // What the page holds is good for the address that the badge goes to now: nobody else may see it.
    private Task<IResult> PageAsync(
        HttpRequest request, MailedClaim mailed, Badge badge, ClaimNotice notice, int status = StatusCodes.Status200OK) =>
        links.IsFor(mailed, badge) ? pages.ShowAsync(request, badge, notice, status) : pages.OutdatedLinkAsync();

    /// <summary>Does what a form asks for, when the link and the form are genuine.</summary>
    private async Task<IResult> SubmitAsync(
        HttpRequest request, string link, Func<Found, string, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } found)
        {
            return await pages.InvalidLinkAsync();
        }

        return await forms.ReadAsync(request, ClaimPages.FormPurpose, cancellationToken) is { } form
            ? await act(found, form[ClaimPages.TokenField].ToString())
            : await PageAsync(request, found.Mailed, found.Badge, ClaimNotice.FormExpired, StatusCodes.Status400BadRequest);
    }

    /// <summary>A genuine link, and the badge that it names.</summary>
    private sealed record Found(MailedClaim Mailed, Badge Badge);
}
