using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The claim as the member sees it: the page behind the e-mailed link, CLAIM BADGE, GO TO CREDLY and CLOSE. GET changes nothing,
/// as mail scanners open links; every POST carries the form's anti-forgery value, and answers with an address to GET, so that neither the
/// Back button nor a reload sends a form again.
/// </summary>
internal sealed class ClaimFunctions(
    ClaimLink links,
    BadgeStore badges,
    BadgeSignal signal,
    ClaimPages pages,
    SiteCookie cookies,
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
            ? await PageAsync(request, mailed, badge, ClaimPages.NoticeOf(request))
            : await pages.InvalidLinkAsync();

    [Function("ClaimBadge")]
    public Task<IResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, isFromMine) => ClaimAsync(request, durable, found, isFromMine, cancellationToken), cancellationToken);

    [Function("ProceedToCredly")]
    public Task<IResult> Proceed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/proceed")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, isFromMine) => ProceedAsync(request, found, isFromMine, cancellationToken), cancellationToken);

    [Function("CloseClaim")]
    public Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/{link}/close")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        SubmitAsync(request, link, (found, isFromMine) => CloseAsync(request, found, isFromMine, cancellationToken), cancellationToken);

    private async Task<IResult> ClaimAsync(
        HttpRequest request, DurableTaskClient durable, Found found, bool isFromMine, CancellationToken cancellationToken)
    {
        var token = ClaimToken.New();
        var badge = await badges.ChangeAsync(
            found.Badge,
            nameof(BadgeEvent.Claimed),
            current => links.IsFor(found.Mailed, current) ? ClaimDecision.Claim(current, token, clock.GetUtcNow()) : null,
            cancellationToken);
        if (badge.Token is { } live && ClaimToken.Matches(live, token))
        {
            cookies.Set(request.HttpContext.Response, ClaimToken.CookieOf(badge.Key), token, ClaimToken.Lifetime);
            // The workflow clears the token when its time is over; whatever becomes of it before, the workflow sees it then.
            await signal.TryAsync(durable, badge.Key, badge.State, cancellationToken);
        }

        return await ToAsync(found.Mailed, badge, pages.AddressOf(badge, isFromMine));
    }

    private async Task<IResult> ProceedAsync(HttpRequest request, Found found, bool isFromMine, CancellationToken cancellationToken)
    {
        var token = cookies.Find(request, ClaimToken.CookieOf(found.Badge.Key));
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
            return await ToAsync(found.Mailed, badge, pages.AddressOf(badge, isFromMine, NoticeOf(status, badge)));
        }

        cookies.Delete(request.HttpContext.Response, ClaimToken.CookieOf(badge.Key));
        return SeeOther.To(badge.Platform!.AcceptUrl!);
    }

    private async Task<IResult> CloseAsync(HttpRequest request, Found found, bool isFromMine, CancellationToken cancellationToken)
    {
        var token = cookies.Find(request, ClaimToken.CookieOf(found.Badge.Key));
        var badge = await badges.ChangeAsync(
            found.Badge,
            nameof(BadgeEvent.TokenReleased),
            current => ClaimDecision.Release(current, token, clock.GetUtcNow()),
            cancellationToken);
        cookies.Delete(request.HttpContext.Response, ClaimToken.CookieOf(badge.Key));
        return await ToAsync(found.Mailed, badge, pages.AddressAfterClose(badge, isFromMine));
    }

    // A token that is no longer on the row has expired, unless a newer claim put its own there.
    private static ClaimNotice NoticeOf(RedemptionStatus status, Badge badge) => status switch
    {
        RedemptionStatus.AlreadyUsed => ClaimNotice.TokenUsed,
        RedemptionStatus.NotLive when badge.State is BadgeState.TokenIssued => ClaimNotice.TokenReplaced,
        _ => ClaimNotice.TokenExpired,
    };

    private async Task<Found?> FindAsync(string link, CancellationToken cancellationToken) =>
        links.Read(link) is { } mailed
        && await badges.FindAsync(mailed.Badge, cancellationToken) is { } badge
            ? new Found(mailed, badge)
            : null;

    // What the address holds is good for the e-mail address that the badge goes to now, like the page.
    private Task<IResult> ToAsync(MailedClaim mailed, Badge badge, Uri address) =>
        links.IsFor(mailed, badge) ? Task.FromResult(SeeOther.To(address)) : pages.OutdatedLinkAsync();

    // What the page holds is good for the address that the badge goes to now: nobody else may see it.
    private Task<IResult> PageAsync(
        HttpRequest request, MailedClaim mailed, Badge badge, ClaimNotice notice, int status = StatusCodes.Status200OK) =>
        links.IsFor(mailed, badge) ? pages.ShowAsync(request, badge, notice, status) : pages.OutdatedLinkAsync();

    /// <summary>Does what a form asks for, when the link and the form are genuine.</summary>
    private async Task<IResult> SubmitAsync(
        HttpRequest request, string link, Func<Found, bool, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } found)
        {
            return await pages.InvalidLinkAsync();
        }

        return await forms.ReadAsync(request, ClaimPages.FormPurpose, cancellationToken) is { } form
            ? await act(found, form[ClaimPages.FromField] == ClaimPages.FromMyBadges)
            : await PageAsync(request, found.Mailed, found.Badge, ClaimNotice.FormExpired, StatusCodes.Status400BadRequest);
    }

    /// <summary>A genuine link, and the badge that it names.</summary>
    private sealed record Found(MailedClaim Mailed, Badge Badge);
}
