using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

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

    /// <summary>Since when the badge was suspended; null when it was not.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Of a bounce: the e-mail.</summary>
    public BouncedEmail? Email { get; init; }

    /// <summary>Of a badge that cannot be issued: why.</summary>
    public BadgeBlock? Reason { get; init; }

    /// <summary>
    /// A badge that is about to be saved, with what the change announces on its very row: neither is ever there without the other. Pure.
    /// </summary>
    /// <param name="before">The badge before the change.</param>
    /// <param name="after">The badge after it; announcements of its own may have been added.</param>
    /// <param name="isSubscribed">Whether anybody wants a type.</param>
    /// <param name="now">The time.</param>
    public static Badge Announce(Badge before, Badge after, Func<string, bool> isSubscribed, DateTimeOffset now)
    {
        var waiting = after.Announcements.Where(before.Announcements.Contains).ToList();
        var news = after.Announcements.Except(waiting).Concat(Of(before, after, now)).Where(one => isSubscribed(one.Type)).ToList();
        return news.Count == 0 && waiting.Count == after.Announcements.Count ? after : after with { Announcements = AnnouncementList.Add(waiting, news) };
    }

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

        // Once, however often it is tried again.
        if (after.Block is { } block && block != before.Block)
        {
            news.Add(Of(CallbackTypes.Blocked, after, now) with { Reason = block });
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
        PublicUrl = badge.VisibleUrl,
        SuspendedAt = badge.Suspension?.At,
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

/// <summary>What the certification system can be told; <c>docs/callbacks.md</c> explains each.</summary>
public static class CallbackTypes
{
    /// <summary>The platform confirmed the badge, or the one that took its place there.</summary>
    public const string Issued = "badge.issued";

    /// <summary>The member claimed the badge and was given a token.</summary>
    public const string Claimed = "badge.claimed";

    /// <summary>The member accepted the badge on the platform.</summary>
    public const string Accepted = "badge.accepted";

    /// <summary>The member rejected the badge on the platform.</summary>
    public const string Declined = "badge.declined";

    /// <summary>The body took the badge back.</summary>
    public const string Revoked = "badge.revoked";

    /// <summary>The badge's validity ended.</summary>
    public const string Expired = "badge.expired";

    /// <summary>Nobody claimed the badge before its claim window ended.</summary>
    public const string Lapsed = "badge.lapsed";

    /// <summary>An e-mail about the badge did not reach the member.</summary>
    public const string Bounced = "badge.bounced";

    /// <summary>The badge cannot be issued until somebody does something.</summary>
    public const string Blocked = "badge.blocked";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Issued, Claimed, Accepted, Declined, Revoked, Expired, Lapsed, Bounced, Blocked];
}

/// <summary>
/// The <c>webhook-id</c> of an announcement: derived from what happened, so that it is the same however often it is announced. It
/// begins with the reversed instant, so that a table lists the newest first.
/// </summary>
internal static class AnnouncementId
{
    private const string Prefix = "msg_";
    private const int Digits = 32;

    public static string Of(DateTimeOffset at, params string[] what) =>
        $"{Before(at)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', what))).AsSpan(0, 8))}";

    /// <summary>What the ids of an instant begin with; the ids of all earlier instants are greater.</summary>
    public static string Before(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DateTime.MaxValue.Ticks - at.UtcTicks:x16}");

    /// <summary>Whether the text has the form of such an id.</summary>
    public static bool IsId(string? text) =>
        text is not null
        && text.Length == Prefix.Length + Digits
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length..].All(char.IsAsciiHexDigitLower);
}

/// <summary>The announcements that wait on a badge's row.</summary>
internal static class AnnouncementList
{
    /// <summary>
    /// A column holds 32,768 characters. Only claims can be repeated at will, by anybody with the link, so that only they are ever given
    /// up: the oldest ones of a member who claims more than this many times before anybody is told.
    /// </summary>
    public const int Most = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The list with more at its end; one that is in it already stays once.</summary>
    public static IReadOnlyList<Announcement> Add(IReadOnlyList<Announcement> waiting, IEnumerable<Announcement> more)
    {
        List<Announcement> all = [.. waiting, .. more.Where(one => waiting.All(known => known.Id != one.Id))];
        while (all.Count > Most && all.FindIndex(one => one.Type == CallbackTypes.Claimed) is >= 0 and var oldest)
        {
            all.RemoveAt(oldest);
        }

        return all;
    }

    /// <summary>The list as the row's column; null when it is empty.</summary>
    public static string? Write(IReadOnlyList<Announcement> waiting) =>
        waiting.Count == 0 ? null : JsonSerializer.Serialize(waiting, Json);

    /// <exception cref="JsonException">The column is no list of announcements.</exception>
    public static IReadOnlyList<Announcement> Read(string? column) =>
        column is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Announcement>>(column, Json) ?? [];
}

/// <summary>Who is notified of badges.</summary>
internal interface IAnnouncementSubscribers
{
    /// <summary>Whether anybody is to be notified of a type (<see cref="CallbackTypes"/>).</summary>
    bool IsSubscribed(string type);
}
