namespace BadgeFunctions.Functions.Badges;

/// <summary>When a badge's validity ends: with its last day, everywhere in the world. Pure.</summary>
internal static class Validity
{
    // Where the day ends last, UTC-12, it ends at noon of the next day in UTC.
    private static readonly TimeSpan LastTimeZone = TimeSpan.FromHours(-12);

    /// <summary>The day that it is where days end last.</summary>
    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime((now + LastTimeZone).UtcDateTime);

    /// <summary>Whether the last day is over; never when there is none.</summary>
    public static bool IsOver(DateOnly? lastDay, DateTimeOffset now) => lastDay < Today(now);
}
