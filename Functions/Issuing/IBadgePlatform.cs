using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>The credential platform on which badges are issued and accepted. Answers are values; only bugs are thrown.</summary>
internal interface IBadgePlatform
{
    /// <summary>Issues a badge, without an e-mail of the platform's own.</summary>
    Task<PlatformAnswer> IssueAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken);

    /// <summary>Looks for a badge that was issued before, when the outcome of issuing it is unknown.</summary>
    Task<PlatformAnswer> FindAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken);

    /// <summary>Reads a badge by the platform's id.</summary>
    Task<PlatformAnswer> ReadAsync(string platformId, CancellationToken cancellationToken);
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
internal sealed record PlatformSnapshot(PlatformBadge Badge, PlatformState State, DateTimeOffset? StateChangedAt);

/// <summary>The states of a badge on a platform.</summary>
internal enum PlatformState
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
