using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>A badge that this app itself hosts, as it was issued: what the page shows on which it is accepted.</summary>
internal sealed record HostedBadge
{
    /// <summary>One for each revision of a badge; see <see cref="IdOf"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The badge.</summary>
    public required BadgeKey Badge { get; init; }

    /// <summary>Its state.</summary>
    public required PlatformState State { get; init; }

    /// <summary>When it came to its state.</summary>
    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>Why it was taken back.</summary>
    public string? RevocationReason { get; init; }

    /// <summary>What took its place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The badge template's code.</summary>
    public required string TemplateCode { get; init; }

    /// <summary>The badge's name.</summary>
    public required string Name { get; init; }

    /// <summary>Who it was awarded to.</summary>
    public required string RecipientName { get; init; }

    /// <summary>The digest of the address that it was awarded to.</summary>
    public required string AddressDigest { get; init; }

    /// <summary>The day of the achievement.</summary>
    public required DateOnly AwardedOn { get; init; }

    /// <summary>The last day of validity; null for ever.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>What the badge stands for.</summary>
    public required string Description { get; init; }

    /// <summary>What had to be done to earn it.</summary>
    public required string Criteria { get; init; }

    /// <summary>The skills it shows.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Where the evidence can be read.</summary>
    public Uri? Evidence { get; init; }

    /// <summary>The id of a badge's revision: issued twice, it is the same.</summary>
    public static string IdOf(BadgeKey badge, int revision) => $"hosted-{badge.BadgeId}-{revision}";

    /// <summary>What <paramref name="badge"/> says now, pending.</summary>
    public static HostedBadge Of(Badge badge, BadgeTemplate template, string addressDigest, DateTimeOffset now) => new()
    {
        Id = IdOf(badge.Key, badge.Revision),
        Badge = badge.Key,
        State = PlatformState.Pending,
        StateChangedAt = now,
        TemplateCode = badge.TemplateCode,
        Name = badge.Name,
        RecipientName = badge.Recipient.FullName,
        AddressDigest = addressDigest,
        AwardedOn = badge.AwardedOn,
        ExpiresOn = badge.ExpiresOn,
        Description = template.Description,
        Criteria = template.Criteria,
        Skills = template.Skills,
        Evidence = badge.Evidence,
    };

    /// <summary>The badge after its member accepted or rejected it; null when that is not possible any more.</summary>
    public HostedBadge? Decided(PlatformState decision, DateTimeOffset now) =>
        ReplacedBy is null
        && State is PlatformState.Pending or PlatformState.Rejected
        && State != decision
        && !Validity.IsOver(ExpiresOn, now)
            ? this with { State = decision, StateChangedAt = now }
            : null;

    /// <summary>The badge once <paramref name="id"/> is to take its place: nothing is decided about it any more.</summary>
    public HostedBadge? GivenWayTo(string id) => Id == id || ReplacedBy == id ? null : this with { ReplacedBy = id };

    /// <summary>The badge after it was taken back. What is being made in its place, and is not there yet, does not succeed it.</summary>
    public HostedBadge? TakenBack(string reason, DateTimeOffset now) => State is PlatformState.Revoked
        ? null
        : this with { State = PlatformState.Revoked, StateChangedAt = now, RevocationReason = reason, ReplacedBy = null };

    /// <summary>What takes the place of <paramref name="old"/>: what was accepted or taken back stays so.</summary>
    public HostedBadge Succeeding(HostedBadge old) => old.State is PlatformState.Accepted or PlatformState.Revoked
        ? this with { State = old.State, StateChangedAt = old.StateChangedAt, RevocationReason = old.RevocationReason }
        : this;
}

/// <summary>A hosted badge as pages show it.</summary>
public sealed record HostedBadgeView(
    string Name,
    string RecipientName,
    string ImagePath,
    DateOnly AwardedOn,
    DateOnly? ExpiresOn,
    string Description,
    string Criteria,
    IReadOnlyList<string> Skills,
    string? Evidence)
{
    internal static HostedBadgeView Of(HostedBadge badge) => new(
        DisplayText.Clean(badge.Name),
        DisplayText.Clean(badge.RecipientName),
        $"/badge-images/{badge.TemplateCode}",
        badge.AwardedOn,
        badge.ExpiresOn,
        badge.Description,
        badge.Criteria,
        badge.Skills,
        badge.Evidence?.AbsoluteUri);
}
