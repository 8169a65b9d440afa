using BadgeFunctions.Sandbox.Credly.Webhooks;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>The organization's page.</summary>
public sealed record OrganizationModel(CredlyView View, OrganizationState Organization);

/// <summary>What the organization has, each list with the newest first, and how the stand-in is switched.</summary>
public sealed record OrganizationState(
    IReadOnlyList<CredlyTemplate> Templates, IReadOnlyList<CredlyBadge> Badges, IReadOnlyList<WebhookDelivery> Webhooks, Switches Switches);

/// <summary>How the stand-in is switched; a limit that is null lets in as many as come, and the delay is in seconds.</summary>
public sealed record Switches(int? Limit, int? Minute, bool RetryAfter, bool Deliver, bool Hold, int Copies, int Delay);

/// <summary>The page of a template, or of a new one.</summary>
public sealed record TemplateModel(CredlyView View, CredlyTemplate Template, bool IsNew, string? Problem);
