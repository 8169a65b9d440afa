namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// The times of the certification system's last words on a badge. Each kind of event tells of some of it, and is old only about that.
/// </summary>
/// <param name="Recipient">On the recipient's name and address.</param>
/// <param name="Validity">On the last day of validity.</param>
/// <param name="Achievement">On the day of the achievement, its evidence and its results.</param>
public sealed record AwardTimes(DateTimeOffset? Recipient, DateTimeOffset? Validity, DateTimeOffset? Achievement)
{
    /// <summary>On whether it is suspended.</summary>
    public DateTimeOffset? Suspension { get; init; }
}
