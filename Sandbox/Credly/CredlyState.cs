namespace BadgeFunctions.Sandbox.Credly;

/// <summary>A badge on the stand-in.</summary>
internal sealed record CredlyBadge
{
    public required Guid Id { get; init; }

    public required string AcceptToken { get; init; }

    public required CredlyTemplate Template { get; init; }

    public required string RecipientEmail { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string? IssuerEarnerId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; init; } = "pending";

    public DateTimeOffset StateUpdatedAt { get; init; }

    public string? RevocationReason { get; init; }
}

/// <summary>A badge template of the organization.</summary>
internal sealed record CredlyTemplate(string Id, string Name)
{
    public static IReadOnlyList<CredlyTemplate> All { get; } =
    [
        new("5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a01", "Best Practice Week attendee"),
        new("5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a02", "Project Management Foundations"),
        new("5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a03", "Certified Project Manager, Level C"),
        new("5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a04", "Volunteer of the Year"),
    ];
}

/// <summary>A member's account.</summary>
internal sealed record CredlyAccount(Guid Id, string FirstName, string LastName, string Password, IReadOnlyList<string> Emails)
{
    public bool AutoAccept { get; init; }

    public bool Owns(CredlyBadge badge) => Emails.Contains(badge.RecipientEmail, StringComparer.OrdinalIgnoreCase);
}

/// <summary>An event of the organization's feed.</summary>
internal sealed record CredlyEvent(Guid Id, string EventType, DateTimeOffset OccurredAt, Guid BadgeId);
