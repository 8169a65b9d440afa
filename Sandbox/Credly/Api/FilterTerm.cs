namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>One condition of a filter, and what it can ask for.</summary>
internal sealed record FilterTerm(string Key, string Value)
{
    /// <summary>Whether a text is one of the comma-separated values.</summary>
    public bool Names(string? text) => Value.Split(',').Contains(text ?? "", StringComparer.OrdinalIgnoreCase);

    public bool NamesAny(IEnumerable<string> texts) => texts.Any(Names);

    /// <summary>Whether the value is part of a text.</summary>
    public bool IsIn(params IEnumerable<string?> texts) =>
        texts.Any(text => text?.Contains(Value, StringComparison.OrdinalIgnoreCase) is true);

    /// <summary>Whether the value is part of a text, or all of it where the value is in quotes.</summary>
    public bool IsInOrQuotes(string text) => Value is ['"', .. var quoted, '"']
        ? text.Equals(quoted, StringComparison.OrdinalIgnoreCase)
        : IsIn(text);

    public bool Is(bool flag) => Names(flag ? "true" : "false");

    /// <summary>Whether an instant is on the day that the value names, or later.</summary>
    public bool IsOnOrBefore(DateTimeOffset? instant) => Day() is not { } day || DayOf(instant) >= day;

    /// <summary>Whether an instant is on the day that the value names, or earlier.</summary>
    public bool IsOnOrAfter(DateTimeOffset? instant) => Day() is not { } day || DayOf(instant) <= day;

    private static DateOnly? DayOf(DateTimeOffset? instant) => instant is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    private DateOnly? Day() => DayOf(CredlyInstant.Read(Value));
}
