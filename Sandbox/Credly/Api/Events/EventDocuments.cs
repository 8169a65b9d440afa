using BadgeFunctions.Sandbox.Credly.Api.Templates;

namespace BadgeFunctions.Sandbox.Credly.Api.Events;

/// <summary>Events as Credly's documents: with the badge or the template that they are about, as it is now or was last.</summary>
internal sealed class EventDocuments(
    CredlyStandIn credly, CredlyOrganization organization, CredlyDocuments badges, TemplateDocuments templates)
{
    public object Of(CredlyEvent published)
    {
        var document = new Dictionary<string, object?>
        {
            ["id"] = published.Id,
            ["organization_id"] = organization.Id,
            ["event_type"] = published.EventType,
            ["occurred_at"] = published.OccurredAt,
        };
        if ((published.Deleted ?? credly.Badge(published.BadgeId)) is { } badge)
        {
            document["badge"] = badges.Of(badge);
        }
        else if (published.TemplateId is { } id && (published.DeletedTemplate ?? credly.Template(id)) is { } template)
        {
            document["badge_template"] = templates.Of(template);
        }

        return document;
    }
}
