using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// Where a member accepts or rejects a badge that is hosted here. GET changes nothing; every POST carries the form's anti-forgery value.
/// </summary>
internal sealed class AcceptFunctions(
    AcceptLink links, HostedBadges hosted, PlatformNewsStarter news, FormToken forms, PageRenderer pages, TimeProvider clock)
{
    private const string FormPurpose = "accept";

    private static readonly PageLink MyBadges = new("My badges", "/my-badges");

    [Function("AcceptPage")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "accept/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is { } badge ? await PageAsync(request, badge) : await InvalidAsync();

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

    private async Task<IResult> DecideAsync(
        HttpRequest request, DurableTaskClient durable, string link, PlatformState decision, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } found)
        {
            return await InvalidAsync();
        }

        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return await PageAsync(request, found, "This page was open for too long. Please try again.", StatusCodes.Status400BadRequest);
        }

        var now = clock.GetUtcNow();
        var badge = await hosted.ChangeAsync(
            found.Id, current => IsOver(current) ? null : current.Decided(decision, now), cancellationToken);
        // Also when it was decided before: the word of it may have been lost.
        await news.StartAsync(durable, found.Badge, cancellationToken);
        return badge is { State: PlatformState.Accepted }
            ? SeeOther.To(new Uri($"/badges/{badge.Slug}", UriKind.Relative))
            : SeeOther.To(new Uri(links.PathFor(found), UriKind.Relative));
    }

    private async Task<HostedBadge?> FindAsync(string link, CancellationToken cancellationToken)
    {
        var badge = links.IdOf(link) is { } id ? await hosted.FindAsync(id, cancellationToken) : null;
        return badge?.ReplacedBy is { } replacement ? await hosted.FindAsync(replacement, cancellationToken) : badge;
    }

    private bool IsOver(HostedBadge badge) => badge.ExpiresOn < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private Task<IResult> PageAsync(HttpRequest request, HostedBadge badge, string? notice = null, int status = StatusCodes.Status200OK) => badge.State switch
    {
        PlatformState.Accepted => pages.PageAsync<MessagePage>(new MessagePageModel(
            "You have accepted this badge",
            [$"{DisplayText.Clean(badge.Name)} is yours."],
            new PageLink("See your badge", $"/badges/{badge.Slug}"),
            MyBadges)),
        PlatformState.Revoked => pages.PageAsync<MessagePage>(new MessagePageModel(
            "This badge was revoked", ["It is no longer valid and cannot be accepted."], MyBadges)),
        _ when IsOver(badge) => pages.PageAsync<MessagePage>(new MessagePageModel(
            "This badge has expired", ["It is no longer valid and cannot be accepted."], MyBadges)),
        _ => pages.PageAsync<AcceptPage>(
            new AcceptPageModel(
                HostedBadgeView.Of(badge),
                links.PathFor(badge),
                forms.Issue(request, FormPurpose),
                notice ?? (badge.State is PlatformState.Rejected ? "You have rejected this badge. You can still accept it." : null),
                badge.State is PlatformState.Rejected),
            status),
    };

    private Task<IResult> InvalidAsync() => pages.PageAsync<MessagePage>(
        new MessagePageModel("This link does not work", ["Claim your badge once more: in My badges, or with the link in your e-mail."], MyBadges),
        StatusCodes.Status404NotFound);
}

/// <summary>What the page shows on which a badge is accepted.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Path">Where its forms go.</param>
/// <param name="FormToken">Their anti-forgery value.</param>
/// <param name="Notice">What is to be said besides.</param>
/// <param name="IsRejected">Whether it was rejected before.</param>
public sealed record AcceptPageModel(HostedBadgeView Badge, string Path, string FormToken, string? Notice, bool IsRejected);
