using System.Text.Json.Nodes;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The stand-in's state as Credly's documents.</summary>
internal sealed class CredlyDocuments(Addresses addresses, CredlyStandIn credly)
{
    public JsonObject Of(CredlyBadge badge) => new()
    {
        ["id"] = badge.Id,
        ["state"] = badge.State,
        ["accept_badge_url"] = badge.State == "pending" ? AcceptUrl(badge) : null,
        ["badge_url"] = PublicUrl(badge),
        ["image_url"] = null,
        ["public"] = badge.State == "accepted",
        ["recipient_email"] = badge.RecipientEmail,
        ["issued_to_first_name"] = badge.FirstName,
        ["issued_to_last_name"] = badge.LastName,
        ["issuer_earner_id"] = badge.IssuerEarnerId,
        ["issued_at"] = badge.IssuedAt,
        ["expires_at"] = badge.ExpiresAt,
        ["created_at"] = badge.CreatedAt,
        ["updated_at"] = badge.StateUpdatedAt,
        ["state_updated_at"] = badge.StateUpdatedAt,
        ["revocation_reason"] = badge.RevocationReason,
        ["badge_template"] = Of(badge.Template),
        ["user"] = badge.State == "accepted" && credly.AccountOf(badge.RecipientEmail) is { } owner
            ? new JsonObject { ["id"] = owner.Id, ["first_name"] = owner.FirstName, ["last_name"] = owner.LastName }
            : null,
    };

    public JsonObject Of(CredlyEvent published) => new()
    {
        ["id"] = published.Id,
        ["event_type"] = published.EventType,
        ["occurred_at"] = published.OccurredAt,
        ["badge"] = credly.Badge(published.BadgeId) is { } badge ? Of(badge) : null,
    };

    public static JsonObject Of(CredlyTemplate template) => new()
    {
        ["id"] = template.Id,
        ["name"] = template.Name,
        ["state"] = "active",
    };

    public string AcceptUrl(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}/accept?token={badge.AcceptToken}";

    public string PublicUrl(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}";
}
