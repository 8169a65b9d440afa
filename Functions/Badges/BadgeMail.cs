using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>One e-mail about a badge; there is one of a kind.</summary>
/// <param name="Kind"><see cref="Claim"/>, <see cref="Again"/>, <see cref="Reminder"/>, <see cref="Update"/>, <see cref="Accepted"/> or <see cref="Revoked"/>.</param>
/// <param name="State">How far it got.</param>
/// <param name="AttemptedAt">When it was last given to the provider; before that, when it was asked for.</param>
public sealed record BadgeMail(string Kind, BadgeMailState State, DateTimeOffset AttemptedAt)
{
    /// <summary>The first e-mail, with the claim link.</summary>
    public const string Claim = "claim";

    /// <summary>The platform accepted the badge by itself, as its member has told it to.</summary>
    public const string Accepted = "accepted";

    /// <summary>The badge was revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>How long to wait for the provider's word on an e-mail whose outcome is unknown, before it is sent again.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromMinutes(5);

    /// <summary>How soon after an e-mail with the claim link the next one can be asked for: the first may still be on its way.</summary>
    public static readonly TimeSpan PauseBetween = TimeSpan.FromMinutes(5);

    /// <summary>How many e-mails that were asked for again are kept of a badge: its row has an end.</summary>
    public const int MostAgain = 5;

    // An outcome that stays unknown: sent twice, the member has it.
    private const int MostAttempts = 2;
    private const string UpdatePrefix = "update-";
    private const string ReminderPrefix = "reminder-";
    private const string AgainPrefix = "again-";

    /// <summary>No e-mails.</summary>
    public static ImmutableSortedDictionary<string, BadgeMail> None { get; } = ImmutableSortedDictionary.Create<string, BadgeMail>(StringComparer.Ordinal);

    /// <summary>How often it was given to the provider without a definite answer that it was not taken.</summary>
    public int Attempts { get; init; }

    /// <summary>The <see cref="Badge.Revision"/> that it tells of.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Where it went; null for one of an earlier version.</summary>
    public string? Address { get; init; }

    /// <summary>What the provider calls it.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why it was not sent, or came back, in the other side's words: they may have the address.</summary>
    public string? Reason { get; init; }

    /// <summary>When we learned that the member's mail server does not take it yet.</summary>
    public DateTimeOffset? DeferredAt { get; init; }

    /// <summary>That it did not reach its reader.</summary>
    public MailBounce? Bounce { get; init; }

    /// <summary>Whether nothing is left to be done about it.</summary>
    [JsonIgnore]
    public bool IsDone => State is BadgeMailState.Sent or BadgeMailState.Delivered or BadgeMailState.Bounced
        || (State is BadgeMailState.Sending && Attempts >= MostAttempts);

    /// <summary>The n-th reminder, counted from 1.</summary>
    public static string Reminder(int number) => string.Create(CultureInfo.InvariantCulture, $"{ReminderPrefix}{number}");

    /// <summary>Whether a kind is <see cref="Reminder"/>.</summary>
    public static bool IsReminder(string kind) => kind.StartsWith(ReminderPrefix, StringComparison.Ordinal);

    /// <summary>The claim link once more, for the n-th time, as somebody asked for it.</summary>
    public static string Again(int number) => string.Create(CultureInfo.InvariantCulture, $"{AgainPrefix}{number}");

    /// <summary>Whether a kind is <see cref="Again"/>.</summary>
    public static bool IsAgain(string kind) => kind.StartsWith(AgainPrefix, StringComparison.Ordinal);

    /// <summary>The number of an <see cref="Again"/>.</summary>
    public static int NumberOfAgain(string kind) => int.Parse(kind.AsSpan(AgainPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The badge was corrected or renewed, or goes to another address; with the claim link where it is to be claimed.</summary>
    public static string Update(int revision) => string.Create(CultureInfo.InvariantCulture, $"{UpdatePrefix}{revision}");

    /// <summary>Whether a kind is <see cref="Update"/>.</summary>
    public static bool IsUpdate(string kind) => kind.StartsWith(UpdatePrefix, StringComparison.Ordinal);

    /// <summary>The id that the provider keeps with the message of a kind about a badge.</summary>
    public static string DeliveryIdOf(string badgeId, string kind) => $"{badgeId}-{kind}";

    /// <summary>Reads <see cref="DeliveryIdOf"/> back; null for ids that are no e-mail's about a badge.</summary>
    public static (string BadgeId, string Kind)? ReadDeliveryId(string? id) =>
        id?.Split('-', 2) is [var badgeId, { Length: > 0 and <= 32 } kind]
        && BadgeKey.IsBadgeId(badgeId)
        && kind.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? (badgeId, kind)
            : null;
}

/// <summary>That an e-mail did not reach its reader.</summary>
/// <param name="Reason"><c>bounce</c>, <c>blocked</c> or <c>dropped</c>.</param>
/// <param name="At">When we learned of it.</param>
public sealed record MailBounce(string Reason, DateTimeOffset At);

/// <summary>How far an e-mail got.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeMailState>))]
public enum BadgeMailState
{
    /// <summary>About to be given to the provider; if this is what is found later, the outcome is unknown.</summary>
    Sending,

    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>The member's mail server took it.</summary>
    Delivered,

    /// <summary>It came back, or the provider dropped it because an earlier one had.</summary>
    Bounced,

    /// <summary>Asked for and yet to be sent, or the provider did not take it.</summary>
    NotSent,
}
