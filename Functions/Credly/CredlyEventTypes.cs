namespace BadgeFunctions.Functions.Credly;

/// <summary>The types of Credly's events that we follow up; others are ignored. Source: credly.com/docs/webhooks.</summary>
internal static class CredlyEventTypes
{
    public const string Created = "badge.created";
    public const string Deleted = "badge.deleted";
    public const string StateChanged = "badge.state.changed";
    private const string TemplatePrefix = "badge_template.";

    public const string PrivacyChanged = "badge.privacy.changed";

    /// <summary>Whether an event of this type is followed up.</summary>
    public static bool IsFollowedUp(string? type) => type is not null && (IsAboutBadge(type) || IsAboutTemplate(type));

    public static bool IsAboutTemplate(string type) => type.StartsWith(TemplatePrefix, StringComparison.Ordinal);

    /// <summary>Whether a text has the form of an event's id; it becomes part of an address.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool IsAboutBadge(string type) => type is Created or Deleted or StateChanged or PrivacyChanged;
}
