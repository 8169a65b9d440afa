using System.Security.Cryptography;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The states of an issued badge, as the API names them.</summary>
internal static class CredlyBadgeState
{
    public const string Pending = "pending";
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";
    public const string Revoked = "revoked";
}

/// <summary>A badge on the stand-in.</summary>
public sealed record CredlyBadge
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
    public string? MiddleName { get; init; }
    public string Locale { get; init; } = "en";
    public string State { get; init; } = CredlyBadgeState.Pending;

    /// <summary>Whether its earner shows it to nobody; an accepted badge is public otherwise.</summary>
    public bool IsHidden { get; init; }
    public bool IsPublic => State == CredlyBadgeState.Accepted && !IsHidden;

    /// <summary>When its state changed last; null while it never has.</summary>
    public DateTimeOffset? StateUpdatedAt { get; init; }
    public DateTimeOffset UpdatedAt => StateUpdatedAt ?? CreatedAt;
    public string? RevocationReason { get; init; }

    public Guid? ReplacedBy { get; init; }

    /// <summary>The badge whose place it took.</summary>
    public Guid? Replaces { get; init; }

    /// <summary>Whether the issuer tells the recipient itself.</summary>
    public bool SuppressesNotification { get; init; }
    public string? CountryName { get; init; }
    public string? StateOrProvince { get; init; }
    public IReadOnlyList<CredlyEvidence> Evidence { get; init; } = [];
}

/// <summary>What proves that a badge was earned. Source: credly.com/docs/issued_badges, "Evidence".</summary>
public sealed record CredlyEvidence(string Id, string Type, string? Name, string? Description, string? Value);

/// <summary>A badge template of the organization, which has entered the same list that the app is seeded with.</summary>
public sealed record CredlyTemplate(string Id, string Code, string Name, string Description, string Criteria, IReadOnlyList<string> Skills)
{
    public const string Active = "active";
    public const string Draft = "draft";
    public const string Archived = "archived";
    public static IReadOnlyList<string> States { get; } = [Active, Draft, Archived];
    public static IReadOnlyList<CredlyTemplate> All { get; } =
        [.. BadgeTemplateSeed.All.Select(seed => new CredlyTemplate(
            seed.CredlyTemplateId, seed.Code, seed.Name, seed.Description, seed.Criteria, seed.Skills)
        {
            TimeToEarn = seed.TimeToEarn,
            Cost = seed.Cost,
            Standards = seed.Standards,
        })];

    public string State { get; init; } = Active;

    public string? TimeToEarn { get; init; }
    public string? Cost { get; init; }
    public IReadOnlyList<string> Standards { get; init; } = [];

    /// <summary>What its image's address answers.</summary>
    public CredlyImage Image { get; init; }

    // Entered before anybody runs the stand-in.
    public DateTimeOffset CreatedAt { get; init; } = new(2021, 1, 4, 9, 0, 0, TimeSpan.Zero);
    public DateTimeOffset UpdatedAt { get; init; } = new(2021, 1, 4, 9, 0, 0, TimeSpan.Zero);
    public DateTimeOffset? StateUpdatedAt { get; init; }

    /// <summary>When a badge expires that is issued without a date of its own; null for never.</summary>
    public DateTimeOffset? DefaultExpiresAt { get; init; }
    public IReadOnlyList<string> ReportingTags { get; init; } = [];

    /// <summary>Where its image is on the stand-in.</summary>
    public string ImagePath => $"/credly/images/{Code}.png";
}

/// <summary>A member's account.</summary>
public sealed record CredlyAccount(Guid Id, string FirstName, string LastName, PasswordHash Password, IReadOnlyList<string> Emails)
{
    public bool AutoAccept { get; init; }

    /// <summary>Addresses that were added and whose owner has not opened the mailed link yet, by its token.</summary>
    public IReadOnlyDictionary<string, string> Unconfirmed { get; init; } = new Dictionary<string, string>();
    public bool Owns(CredlyBadge badge) => Emails.Contains(badge.RecipientEmail, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What the address of a template's image answers: the image, a web page, or 50 MB.</summary>
public enum CredlyImage
{
    Proper,
    NoImage,
    Huge,
}

/// <summary>An event of the organization's feed, about a badge or a template.</summary>
internal sealed record CredlyEvent(Guid Id, string EventType, DateTimeOffset OccurredAt, Guid BadgeId)
{
    /// <summary>The template that it is about.</summary>
    public string? TemplateId { get; init; }

    /// <summary>The badge as it was last, when it was deleted.</summary>
    public CredlyBadge? Deleted { get; init; }
}

/// <summary>A password as it is kept: PBKDF2 with a salt of its own.</summary>
public sealed record PasswordHash(byte[] Salt, byte[] Hash)
{
    private const int Iterations = 100_000;

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new PasswordHash(salt, Derive(password, salt));
    }

    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Hash, Derive(password, Salt));

    private static byte[] Derive(string password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
}
