using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>This app as the platform on which badges are issued and accepted.</summary>
internal sealed class OpenBadgesPlatform(
    HostedBadges hosted, AcceptLink links, PublicAddress addresses, AddressDigest digests, IOptions<WebOptions> web, TimeProvider clock) : IBadgePlatform
{
    public PlatformName Name => PlatformName.OpenBadges;

    public async Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) =>
        Known(await hosted.AddAsync(HostedOf(badge, template), cancellationToken));

    // An answer cannot be lost here: whoever asks again issues the same badge again.
    public Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) =>
        ReadAsync(HostedBadge.IdOf(badge.Key, badge.Attempt?.Revision ?? badge.Revision), cancellationToken);

    public async Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken) =>
        AnswerOf(await hosted.FindLatestAsync(platformId, cancellationToken));

    public async Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var oldId = badge.Platform?.Id ?? throw new ArgumentException("The badge is not known here.", nameof(badge));
        var next = HostedOf(badge, template);
        // The old badge gives way first: from then on its member decides nothing any more that the next one would not know.
        var old = await hosted.ChangeAsync(oldId, current => current.GivenWayTo(next.Id), cancellationToken);
        return old is null || old.Id == next.Id ? AnswerOf(old) : Known(await hosted.AddAsync(next.Succeeding(old), cancellationToken));
    }

    public async Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return AnswerOf(await hosted.ChangeAsync(platformId, current => current.TakenBack(reason, now), cancellationToken));
    }

    private HostedBadge HostedOf(Badge badge, BadgeTemplate template) =>
        HostedBadge.Of(badge, template, digests.Of(badge.Recipient.Email), clock.GetUtcNow());

    private PlatformAnswer AnswerOf(HostedBadge? badge) => badge is null ? new PlatformAnswer.Unknown() : Known(badge);

    private PlatformAnswer.Known Known(HostedBadge badge) => new(new PlatformSnapshot(
        new PlatformBadge(
            badge.Id,
            badge.State is PlatformState.Pending or PlatformState.Rejected ? links.UrlFor(badge) : null,
            addresses.UrlOf(badge.Badge),
            new Uri(web.Value.PublicUrl, $"badge-images/{badge.TemplateCode}"))
        {
            State = badge.State,
        },
        badge.StateChangedAt)
    {
        RevocationReason = badge.RevocationReason,
    });
}
