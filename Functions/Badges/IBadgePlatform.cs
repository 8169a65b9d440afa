using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The credential platform on which badges are issued and accepted. Answers are values; only bugs are thrown.</summary>
internal interface IBadgePlatform
{
    /// <summary>Which platform this is.</summary>
    PlatformName Name { get; }

    /// <summary>Issues a badge, without an e-mail of the platform's own.</summary>
    Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken);

    /// <summary>Looks for a badge that was issued before, when the outcome of issuing it is unknown.</summary>
    Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken);

    /// <summary>Reads a badge by the platform's id; one that was replaced there is read as what replaced it.</summary>
    Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken);

    /// <summary>
    /// Puts what the badge says now in the place of what the platform shows. Whether the member has to accept it anew is the platform's
    /// decision. After an unknown outcome, <see cref="ReadAsync"/> of the old id tells whether it was done.
    /// </summary>
    /// <param name="badge">The badge, with the platform's badge that is to be replaced.</param>
    /// <param name="template">Its template.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PlatformAnswer> ReplaceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken);

    /// <summary>Takes a badge back. One that is taken back already is answered like any other.</summary>
    /// <param name="platformId">The platform's id.</param>
    /// <param name="reason">Why, for the earner and whoever verifies the badge.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PlatformAnswer> RevokeAsync(string platformId, string reason, CancellationToken cancellationToken);
}

/// <summary>What the platform answered.</summary>
internal abstract record PlatformAnswer
{
    private PlatformAnswer()
    {
    }

    /// <summary>The badge as it is there.</summary>
    public sealed record Known(PlatformSnapshot Badge) : PlatformAnswer;

    /// <summary>There is no such badge.</summary>
    public sealed record Unknown : PlatformAnswer;

    /// <summary>Refused as a duplicate of a badge that is there.</summary>
    public sealed record Duplicate(string Reason) : PlatformAnswer;

    /// <summary>Refused: trying again does not help until somebody puts something right.</summary>
    public sealed record Refused(string Reason) : PlatformAnswer;

    /// <summary>No answer, or one that asks to come back. What was asked for may have been done.</summary>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : PlatformAnswer;
}

/// <summary>A badge as the platform has it.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="StateChangedAt">When it came to its state.</param>
internal sealed record PlatformSnapshot(PlatformBadge Badge, DateTimeOffset? StateChangedAt)
{
    /// <summary>Why it was taken back.</summary>
    public string? RevocationReason { get; init; }
}

/// <summary>The credential platforms; a badge template says which one its badges are issued on. As text in JSON and tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlatformName>))]
public enum PlatformName
{
    /// <summary>Credly.</summary>
    Credly,

    /// <summary>This app itself, for bodies that have no Credly account.</summary>
    OpenBadges,
}

/// <summary>The states of a badge on a platform. As text in JSON and tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlatformState>))]
public enum PlatformState
{
    /// <summary>Not yet accepted.</summary>
    Pending,

    /// <summary>Accepted by the member.</summary>
    Accepted,

    /// <summary>Rejected by the member.</summary>
    Rejected,

    /// <summary>Taken back.</summary>
    Revoked,
}
