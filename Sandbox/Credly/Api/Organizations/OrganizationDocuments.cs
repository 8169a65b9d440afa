using BadgeFunctions.Sandbox.Credly.Api.Tokens;

namespace BadgeFunctions.Sandbox.Credly.Api.Organizations;

/// <summary>The organization as Credly's documents: by itself, and as the other documents name it. Source: credly.com/docs/organizations.</summary>
internal sealed class OrganizationDocuments(CredlyOrganization organization, CredlyLinks links)
{
    private static readonly string[] Parts = ["address", "city", "state_or_province", "zip_or_postal_code", "country"];

    public Dictionary<string, object?> Whole()
    {
        var document = CredlyOrganization.Attributes.ToDictionary(name => name, name => (object?)organization[name]);
        document["id"] = organization.Id;
        document["allowed_webhooks"] = organization.AllowedWebhooks;
        document["enable_blockchain"] = false;
        document["print_method"] = null;
        document["pdf_id"] = null;
        document["location"] = Location();
        document["created_at"] = organization.CreatedAt;
        document["updated_at"] = organization.UpdatedAt;
        document["vanity_url"] = links.Organization;
        document["verified_at"] = organization.CreatedAt;
        document["verified"] = true;
        document["photo"] = null;
        document["photo_url"] = null;
        return document;
    }

    /// <summary>As who made something.</summary>
    public object Creator() => new
    {
        type = "Organization",
        id = organization.Id,
        name = organization.Name,
        url = links.OrganizationApi,
        vanity_url = links.Organization,
        share_to_ziprecruiter = false,
        verified = true,
    };

    /// <summary>As whose a template is.</summary>
    public object Owner() => new
    {
        type = "Organization",
        id = organization.Id,
        name = organization.Name,
        enable_blockchain = false,
        url = links.OrganizationApi,
        vanity_url = links.Organization,
        vanity_slug = organization.VanitySlug,
        verified = true,
        viewable = true,
    };

    /// <summary>As who issued a badge.</summary>
    public object Issuer() => new
    {
        summary = $"issued by {organization.Name}",
        entities = new[] { new { label = "Issued by", primary = true, entity = Creator() } },
    };

    public object Of(CredlyToken token) => new
    {
        id = token.Id,
        token = token.Token,
        owner_id = organization.Id,
        description = token.Description,
        write_enabled = token.WriteEnabled,
        read_enabled = token.ReadEnabled,
        delete_enabled = token.DeleteEnabled,
        created_at = token.CreatedAt,
        expires_at = token.ExpiresAt,
        owner = new { type = "Organization", id = organization.Id, name = organization.Name, url = links.OrganizationApi },
    };

    private string Location() => string.Join(' ', Parts.Select(part => organization[part]).Where(part => !string.IsNullOrEmpty(part)));
}
