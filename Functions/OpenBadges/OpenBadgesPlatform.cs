using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>This app as the platform on which badges are issued and accepted.</summary>
internal sealed class OpenBadgesPlatform(HostedBadges hosted, AcceptLink links, IOptions<WebOptions> web, TimeProvider clock) : IBadgePlatform
{
    public PlatformName Name => PlatformName.OpenBadges;

    public async Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) =>
        Known(await hosted.AddAsync(HostedBadge.Of(badge, template, clock.GetUtcNow()), cancellationToken));

    // An answer cannot be lost here: whoever asks again issues the same badge again.
    public Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken) =>
        ReadAsync(HostedBadge.IdOf(badge.Key, badge.Attempt?.Revision ?? badge.Revision), cancellationToken);

    public async Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken)
    {
        var badge = await hosted.FindAsync(platformId, cancellationToken);
        while (badge?.ReplacedBy is { } replacement)
        {
            badge = await hosted.FindAsync(replacement, cancellationToken);
        }

        return badge is null ? new PlatformAnswer.Unknown() : Known(badge);
    }

    public async Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var oldId = badge.Platform?.Id ?? throw new ArgumentException("The badge is not known here.", nameof(badge));
        if (await hosted.FindAsync(oldId, cancellationToken) is not { } old)
        {
            return new PlatformAnswer.Unknown();
        }

        // What was accepted stays accepted, under the same address.
        var next = HostedBadge.Of(badge, template, clock.GetUtcNow()) with
        {
            Slug = old.Slug,
            State = old.State is PlatformState.Accepted ? PlatformState.Accepted : PlatformState.Pending,
            StateChangedAt = old.State is PlatformState.Accepted ? old.StateChangedAt : clock.GetUtcNow(),
        };
        var stored = await hosted.AddAsync(next, cancellationToken);
        await hosted.ChangeAsync(oldId, current => current.ReplacedBy == stored.Id ? null : current with { ReplacedBy = stored.Id }, cancellationToken);
        return Known(stored);
    }

    public async Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // What took its place is what is valid, and so what has to be taken back.
        var current = await ReadAsync(platformId, cancellationToken) as PlatformAnswer.Known;
        var badge = await hosted.ChangeAsync(
            current?.Badge.Badge.Id ?? platformId,
            one => one.State is PlatformState.Revoked
                ? null
                : one with { State = PlatformState.Revoked, StateChangedAt = now, RevocationReason = reason },
            cancellationToken);
        return badge is null ? new PlatformAnswer.Unknown() : Known(badge);
    }

    private PlatformAnswer.Known Known(HostedBadge badge) => new(new PlatformSnapshot(
        new PlatformBadge(
            badge.Id,
            badge.State is PlatformState.Pending or PlatformState.Rejected ? links.UrlFor(badge) : null,
            new Uri(web.Value.PublicUrl, $"badges/{badge.Slug}"),
            new Uri(web.Value.PublicUrl, $"badge-images/{badge.TemplateCode}"))
        {
            State = badge.State,
            IsPublic = badge.State is PlatformState.Accepted,
        },
        badge.StateChangedAt)
    {
        RevocationReason = badge.RevocationReason,
    });
}
