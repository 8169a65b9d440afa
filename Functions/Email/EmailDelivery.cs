using Azure;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Email;

/// <summary>One e-mail about one badge.</summary>
/// <param name="BadgeId">The badge.</param>
/// <param name="Kind">What kind of e-mail; there is one of a kind for a badge.</param>
/// <param name="State">How far it got.</param>
/// <param name="AttemptedAt">When it was last given to the provider.</param>
/// <param name="ETag">The row's version.</param>
internal sealed record EmailDelivery(
    string BadgeId, string Kind, EmailDeliveryState State, DateTimeOffset AttemptedAt, ETag ETag = default)
{
    /// <summary>The id that the provider keeps with the message.</summary>
    public string Id => $"{BadgeId}-{Kind}";

    /// <summary>Reads <see cref="Id"/> back; false for ids that are no e-mail's about a badge.</summary>
    public static bool TryReadId(string? id, out string badgeId, out string kind)
    {
        (badgeId, kind) = id?.Split('-', 2) is [var badge, var rest] ? (badge, rest) : ("", "");
        return BadgeKey.IsBadgeId(badgeId) && kind.Length is > 0 and <= 32 && kind.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }

    /// <summary>What the provider calls it.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why it was not sent.</summary>
    public string? Reason { get; init; }
}

/// <summary>How far an e-mail got.</summary>
internal enum EmailDeliveryState
{
    /// <summary>About to be given to the provider; if this is what is found later, the outcome is unknown.</summary>
    Sending,

    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>The member's mail server took it.</summary>
    Delivered,

    /// <summary>It came back, or the provider dropped it because an earlier one had.</summary>
    Bounced,

    /// <summary>The provider did not take it.</summary>
    NotSent,

    /// <summary>The outcome stays unknown: it is not sent again, the next reminder follows.</summary>
    Unconfirmed,
}
