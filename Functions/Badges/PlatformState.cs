namespace BadgeFunctions.Functions.Badges;

/// <summary>The states of a badge on a platform.</summary>
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
