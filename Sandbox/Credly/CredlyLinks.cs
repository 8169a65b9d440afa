namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Where things are on the stand-in.</summary>
internal sealed class CredlyLinks(Addresses addresses, CredlyOrganization organization)
{
    /// <summary>The organization in the API, with the path that documents name.</summary>
    public string OrganizationApi => $"{addresses.Sandbox}/api/v1/organizations/{organization.Id}";

    /// <summary>The API of Open Badges.</summary>
    public string OpenBadges => $"{addresses.Sandbox}/v1/obi/v2";

    /// <summary>The organization's page.</summary>
    public string Organization => $"{addresses.Sandbox}/credly/org/{organization.VanitySlug}";

    public string Template(CredlyTemplate template) => $"{Organization}/badge/{template.Code}";

    public string Image(CredlyTemplate template) => $"{addresses.Sandbox}{template.ImagePath}";

    public string Accept(CredlyBadge badge) => $"{Public(badge)}/accept?token={badge.AcceptToken}";

    public string Public(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}";

    public string User(CredlyAccount account) => $"{addresses.Sandbox}/credly/users/{account.Id}";
}
