namespace BadgeFunctions.Functions.Credly;

/// <summary>The types of Credly's events that we follow up; others are ignored. Source: credly.com/docs/webhooks.</summary>
internal static class CredlyEventTypes
{
    public const string Created = "badge.created";
    public const string Deleted = "badge.deleted";
    public const string StateChanged = "badge.state.changed";
    public const string PrivacyChanged = "badge.privacy.changed";

    public static bool IsAboutBadge(string type) => type is Created or Deleted or StateChanged or PrivacyChanged;
}
