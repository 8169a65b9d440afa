using BadgeFunctions.Sandbox.Credly.Members;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The organization, and the addresses of things on the stand-in.</summary>
internal sealed class CredlyLinks(Addresses addresses, SandboxOptions options)
{
    public const string OrganizationName = "The organization of this sandbox";
    public const string OrganizationSlug = "sandbox";

    public string OrganizationId => options.CredlyOrganizationId;

    /// <summary>The organization in the API, with the path that documents name.</summary>
    public string OrganizationApi => $"{addresses.Sandbox}/api/v1/organizations/{OrganizationId}";

    public string Organization => $"{addresses.Sandbox}/credly/org/{OrganizationSlug}";

    /// <summary>Where events are delivered to: the app.</summary>
    public Uri Webhook => new($"{addresses.App}/webhooks/credly?code={Uri.EscapeDataString(options.CredlyFunctionKey)}");
    public string Template(CredlyTemplate template) => $"{Organization}/badge/{template.Code}";
    public string Image(CredlyTemplate template) => $"{addresses.Sandbox}{template.ImagePath}";
    public string Accept(CredlyBadge badge) => $"{Public(badge)}/accept?token={badge.AcceptToken}";
    public string Public(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}";
    public string Confirm(string token) => $"{addresses.Sandbox}{SettingsEndpoints.ConfirmPath}?token={token}";
    public string User(CredlyAccount account) => $"{addresses.Sandbox}/credly/users/{account.Id}";
}
