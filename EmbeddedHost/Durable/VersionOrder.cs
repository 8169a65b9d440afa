namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Which of two orchestration versions is the newer.</summary>
internal static class VersionOrder
{
    /// <summary>Compares as <see cref="Version"/>s where both are, else as text; no version is older than any.</summary>
    public static int Compare(string? left, string? right) =>
        (string.IsNullOrWhiteSpace(left), string.IsNullOrWhiteSpace(right)) switch
        {
            (true, true) => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ => System.Version.TryParse(left, out var one) && System.Version.TryParse(right, out var other)
                ? one.CompareTo(other)
                : string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
        };
}
