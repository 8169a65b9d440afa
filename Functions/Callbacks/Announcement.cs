using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Something that the certification system is to be told: what happened to a badge, and how the badge stood then.</summary>
/// <param name="Id">The <c>webhook-id</c>; see <see cref="AnnouncementId"/>.</param>
/// <param name="Type">One of <see cref="CallbackTypes"/>.</param>
/// <param name="At">When it happened.</param>
/// <param name="State">The badge's state after it.</param>
public sealed record Announcement(string Id, string Type, DateTimeOffset At, BadgeState State)
{
    /// <summary>When the member had accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The badge's public page, once it was accepted and while its earner shows it.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Of a bounce: the e-mail.</summary>
    public BouncedEmail? Email { get; init; }

    /// <summary>What a change of a badge announces. Pure.</summary>
    /// <param name="before">The badge before it.</param>
    /// <param name="after">The badge after it.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Announcement> Of(Badge before, Badge after, DateTimeOffset now)
    {
        List<Announcement> news = [];
        // A badge can be replaced on the platform without a change of its state.
        var at = before.State == after.State ? now : after.StateChangedAt;
        // What is found only in order to take it back was never anybody's.
        if (after.Platform is { Id: var id } && id != before.Platform?.Id && after.State is not BadgeState.Revoked)
        {
            news.Add(Of(CallbackTypes.Issued, after, at, id));
        }

        if (before.State != after.State && TypeOf(after.State) is { } type)
        {
            news.Add(Of(type, after, at));
        }

        return news;
    }

    /// <summary>What the bounce of an e-mail announces. Pure, and the same however often the provider tells of it.</summary>
    /// <param name="badge">The badge that the e-mail is about.</param>
    /// <param name="email">The e-mail.</param>
    /// <param name="sentAt">When it was given to the provider: one that bounced is not sent again.</param>
    /// <param name="at">When it bounced.</param>
    public static Announcement OfBounce(Badge badge, BouncedEmail email, DateTimeOffset sentAt, DateTimeOffset at)
    {
        var id = AnnouncementId.Of(sentAt, badge.Key.BadgeId, CallbackTypes.Bounced, email.Kind);
        return Snapshot(id, CallbackTypes.Bounced, at, badge) with { Email = email };
    }

    private static Announcement Of(string type, Badge badge, DateTimeOffset at, string platformId = "") =>
        Snapshot(AnnouncementId.Of(at, badge.Key.BadgeId, type, platformId), type, at, badge);

    private static Announcement Snapshot(string id, string type, DateTimeOffset at, Badge badge) => new(id, type, at, badge.State)
    {
        AcceptedAt = badge.AcceptedAt,
        PublicUrl = badge.State is BadgeState.Accepted ? badge.Platform?.VisibleUrl : null,
    };

    private static string? TypeOf(BadgeState state) => state switch
    {
        BadgeState.TokenIssued => CallbackTypes.Claimed,
        BadgeState.Accepted => CallbackTypes.Accepted,
        BadgeState.Declined => CallbackTypes.Declined,
        BadgeState.Revoked => CallbackTypes.Revoked,
        BadgeState.Expired => CallbackTypes.Expired,
        BadgeState.Lapsed => CallbackTypes.Lapsed,
        _ => null,
    };
}

/// <summary>An e-mail that did not reach the member.</summary>
/// <param name="Kind">Which of the badge's e-mails: <c>claim</c>, <c>reminder-1</c>, ...</param>
/// <param name="Reason"><c>bounce</c>, <c>blocked</c> or <c>dropped</c>.</param>
public sealed record BouncedEmail(string Kind, string Reason);
