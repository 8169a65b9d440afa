namespace BadgeFunctions.Sandbox.Certification;

/// <summary>What a member achieved, as the certification system tells the app.</summary>
public sealed record Achievement
{
    public required string AchievementId { get; init; }

    public string TemplateCode { get; init; } = "best-practice-week-attendee";

    public string Category { get; init; } = "event";

    public AwardedMember Member { get; init; } = new();

    public string AwardedOn { get; init; } = "2021-04-26";

    public string? ExpiresOn { get; init; }

    public string? Evidence { get; init; }

    /// <summary>The booklet's award under a new id.</summary>
    public static Achievement Sample() => new() { AchievementId = $"sample-{Guid.NewGuid():N}" };
}

/// <summary>A member of the certification system.</summary>
public sealed record AwardedMember
{
    public string Id { get; init; } = "m-1001";

    public string GivenName { get; init; } = "Maria";

    public string FamilyName { get; init; } = "Rossi";

    public string Email { get; init; } = "maria.rossi@example.org";

    public string Locale { get; init; } = "en";
}
