using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Credly.Api.OpenBadges;

/// <summary>Badges, templates and the organization as Open Badges 2.0. Source: credly.com/docs/obi_specified_endpoints.</summary>
internal sealed class OpenBadgeDocuments(CredlyLinks links, CredlyOrganization organization)
{
    private const string Context = "https://w3id.org/openbadges/v2";

    public Dictionary<string, object?> Of(CredlyBadge badge)
    {
        var document = Named("Assertion", AssertionId(badge));
        document["badge"] = ClassId(badge.Template);
        document["issuedOn"] = badge.IssuedAt;
        document["recipient"] = new
        {
            type = "email",
            identity = $"sha256${Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(badge.RecipientEmail)))}",
            hashed = true,
        };
        document["verification"] = new { type = "hosted" };
        document["evidence"] = badge.Evidence.Select(EvidenceOf);
        if (badge.ExpiresAt is { } end)
        {
            document["expires"] = end;
        }

        return document;
    }

    public Dictionary<string, object?> Revoked(CredlyBadge badge)
    {
        var document = Named("Assertion", AssertionId(badge));
        document["revoked"] = true;
        document["revocationReason"] = badge.RevocationReason;
        return document;
    }

    public Dictionary<string, object?> Of(CredlyTemplate template)
    {
        var document = Named("BadgeClass", ClassId(template));
        document["name"] = template.Name;
        document["description"] = template.Description;
        document["image"] = Identified(links.Image(template));
        document["criteria"] = new Dictionary<string, object?>(Identified(links.Template(template))) { ["narrative"] = template.Criteria };
        document["issuer"] = Issuer("Profile");
        document["alignment"] = template.Alignments.Select(one => new
        {
            targetName = one.Name,
            targetUrl = one.Url,
            targetDescription = one.Description,
        });
        document["tags"] = template.Skills;
        return document;
    }

    public Dictionary<string, object?> Issuer(string type)
    {
        var document = Named(type, $"{links.OpenBadges}/issuers/{organization.Id}");
        document["name"] = organization.Name;
        document["url"] = organization["website_url"];
        document["email"] = organization["contact_email"];
        document["description"] = organization["bio"];
        return document;
    }

    private static Dictionary<string, object?> EvidenceOf(CredlyEvidence evidence)
    {
        var document = Identified(evidence.Value);
        document["type"] = "Evidence";
        document["genre"] = evidence.Type;
        document["name"] = evidence.Name;
        document["description"] = evidence.Description;
        return document;
    }

    private static Dictionary<string, object?> Named(string type, string id)
    {
        var document = Identified(id);
        document["type"] = type;
        return document;
    }

    private static Dictionary<string, object?> Identified(string? id) => new() { ["@context"] = Context, ["id"] = id };

    private string AssertionId(CredlyBadge badge) => $"{links.OpenBadges}/badge_assertions/{badge.Id}";

    private string ClassId(CredlyTemplate template) =>
        $"{links.OpenBadges}/issuers/{organization.Id}/badge_classes/{template.Id}";
}
