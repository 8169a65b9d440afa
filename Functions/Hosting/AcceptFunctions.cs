using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>
/// Where a member accepts or rejects a badge that is hosted here. GET changes nothing; every POST carries the form's anti-forgery value.
/// </summary>
internal sealed class AcceptFunctions(
    AcceptLink links,
    HostedBadges hosted,
    BadgeStore badges,
    BadgeSignal signal,
    ShareSections shares,
    FormToken forms,
    PageRenderer pages,
    TimeProvider clock)
{
    private const string FormPurpose = "accept";

    private static string ClaimOnceMore => L("Please claim your badge again, in My badges or with the link in your e-mail.");

    private static PageLink MyBadges => new(L("My Badges"), "/my-badges");

    [Function("AcceptPage")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "accept/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is { } found ? await PageAsync(request, found) : await InvalidAsync();

    [Function("AcceptBadge")]
    public Task<IResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accept/{link}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        DecideAsync(request, durable, link, PlatformState.Accepted, cancellationToken);

    [Function("RejectBadge")]
    public Task<IResult> Reject(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accept/{link}/reject")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string link,
        CancellationToken cancellationToken) =>
        DecideAsync(request, durable, link, PlatformState.Rejected, cancellationToken);

    /// <summary>Shows the badge to everybody, or to nobody, for an hour after it was accepted: its member has no session here. Later My badges does it.</summary>
    [Function("ShareAcceptedBadge")]
    public async Task<IResult> Share(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accept/{link}/share")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } found)
        {
            return await InvalidAsync();
        }

        if (found.IsNew && await shares.ReadAsync(request, cancellationToken) is { } isShared)
        {
            // The badge's own row may not know yet that it is accepted: it is shown when it does.
            await badges.ChangeAsync(found.Row, isShared ? "Share" : "Unshare", current => current with { IsShared = isShared }, cancellationToken);
        }

        return SeeOther.To(new Uri($"{found.Path}#{ShareSection.Anchor}", UriKind.Relative));
    }

    private async Task<IResult> DecideAsync(
        HttpRequest request, DurableTaskClient durable, string link, PlatformState decision, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } found)
        {
            return await InvalidAsync();
        }

        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return await PageAsync(request, found, L("This page was open for too long. Please try again."), StatusCodes.Status400BadRequest);
        }

        if (found.IsOpen)
        {
            await DecideAsync(durable, found, decision, cancellationToken);
        }

        return SeeOther.To(new Uri(found.Path, UriKind.Relative));
    }

    private async Task DecideAsync(
        DurableTaskClient durable, Found found, PlatformState decision, CancellationToken cancellationToken)
    {
        var badge = found.Badge;
        await hosted.ChangeAsync(
            badge.Id,
            // Not when the badge goes to another address by now.
            current => current.AddressDigest == badge.AddressDigest ? current.Decided(decision, clock.GetUtcNow()) : null,
            cancellationToken);
        // Should the app stop in between, the nightly comparison finds the decision.
        var noted = await badges.NoteNewsAsync(found.Row, isDeletion: false, cancellationToken);
        await signal.TryAsync(durable, noted.Key, noted.State, cancellationToken);
    }

    private async Task<Found?> FindAsync(string link, CancellationToken cancellationToken) =>
        links.IdOf(link) is { } id
        && await hosted.FindAsync(id, cancellationToken) is { } named
        && await badges.FindAsync(named.Badge, cancellationToken) is { } badge
        && links.IsFor(named, badge)
        && await hosted.FindLatestAsync(id, cancellationToken) is { } latest
            ? new Found($"/accept/{link}", latest, badge, AcceptWindow.IsOpen(badge, clock.GetUtcNow()), AcceptWindow.IsNew(latest, clock.GetUtcNow()))
            : null;

    private Task<IResult> PageAsync(HttpRequest request, Found found, string? notice = null, int status = StatusCodes.Status200OK)
    {
        LanguageChoice.Prefer(request, found.Row.Recipient.Locale);
        return found.Badge switch
        {
            { State: PlatformState.Accepted } accepted => pages.PageAsync<AcceptedPage>(new AcceptedPageModel(
                HostedBadgeView.Of(accepted),
                found.IsNew ? shares.Of(request, AsAccepted(found.Row), $"{found.Path}/share", certificatePath: null) : null)),
            { State: PlatformState.Revoked } => pages.PageAsync<MessagePage>(new MessagePageModel(
                L("This badge was revoked"), [L("It is no longer valid and cannot be accepted.")], MyBadges)),
            var badge when Validity.IsOver(badge.ExpiresOn, clock.GetUtcNow()) => pages.PageAsync<MessagePage>(new MessagePageModel(
                L("This badge has expired"), [L("It is no longer valid and cannot be accepted.")], MyBadges)),
            _ when !found.IsOpen => pages.PageAsync<MessagePage>(
                new MessagePageModel(L("This link no longer works"), [ClaimOnceMore], MyBadges), StatusCodes.Status410Gone),
            { ReplacedBy: not null } => pages.PageAsync<MessagePage>(new MessagePageModel(
                L("This badge is being updated"), [L("Please try again in a few minutes.")], new PageLink(L("Try again"), found.Path), MyBadges)),
            var badge => pages.PageAsync<AcceptPage>(
                new AcceptPageModel(
                    HostedBadgeView.Of(badge),
                    found.Path,
                    forms.Issue(request, FormPurpose),
                    notice ?? (badge.State is PlatformState.Rejected ? L("You have rejected this badge. You can still accept it.") : null),
                    badge.State is PlatformState.Rejected),
                status),
        };
    }

    // The row learns of it from the workflow, a moment later.
    private static Badge AsAccepted(Badge row) => row with { State = BadgeState.Accepted };

    private Task<IResult> InvalidAsync() => pages.PageAsync<MessagePage>(
        new MessagePageModel(L("This link does not work"), [ClaimOnceMore], MyBadges), StatusCodes.Status404NotFound);

    /// <summary>What a link leads to.</summary>
    /// <param name="Path">The link itself.</param>
    /// <param name="Badge">The badge that it names, or what has taken its place.</param>
    /// <param name="Row">The badge whose platform badge that is.</param>
    /// <param name="IsOpen">Whether it can be accepted or rejected now.</param>
    /// <param name="IsNew">Whether it was accepted a short time ago.</param>
    private sealed record Found(string Path, HostedBadge Badge, Badge Row, bool IsOpen, bool IsNew);
}

/// <summary>What the page shows on which a badge is accepted.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Path">Where its forms go.</param>
/// <param name="FormToken">Their anti-forgery value.</param>
/// <param name="Notice">What is to be said besides.</param>
/// <param name="IsRejected">Whether it was rejected before.</param>
public sealed record AcceptPageModel(HostedBadgeView Badge, string Path, string FormToken, string? Notice, bool IsRejected);

/// <summary>What the page shows of a badge that was accepted here.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Share">Where its member shares it; null once My badges is the place for that.</param>
public sealed record AcceptedPageModel(HostedBadgeView Badge, ShareSection? Share);
