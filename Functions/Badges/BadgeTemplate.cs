using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>What a badge is awarded for.</summary>
/// <param name="Code">The certification system's name for it: lower-case letters, digits and hyphens.</param>
/// <param name="Category">The section of "My badges".</param>
/// <param name="Name">The badge's name.</param>
/// <param name="Description">What the badge stands for.</param>
/// <param name="Criteria">What had to be done to earn it.</param>
/// <param name="Skills">The skills it shows.</param>
/// <param name="CredlyTemplateId">The badge template's id on Credly; empty for a template of another platform.</param>
/// <param name="Platform">Where its badges are issued.</param>
/// <param name="State">Its state on the platform, as it was seen last.</param>
public sealed record BadgeTemplate(
    string Code,
    BadgeCategory Category,
    string Name,
    string Description,
    string Criteria,
    IReadOnlyList<string> Skills,
    string CredlyTemplateId = "",
    PlatformName Platform = PlatformName.Credly,
    BadgeTemplateState State = BadgeTemplateState.Active)
{
    /// <summary>How long it takes to earn it, in the issuer's words ("Days"); empty when nobody says.</summary>
    public string TimeToEarn { get; init; } = "";

    /// <summary>What it costs to earn it, in the issuer's words ("Paid"); empty when nobody says.</summary>
    public string Cost { get; init; } = "";

    /// <summary>The standards that it follows.</summary>
    public IReadOnlyList<string> Standards { get; init; } = [];

    /// <summary>The competences of a framework, and the standards, that it is aligned to.</summary>
    public IReadOnlyList<Alignment> Alignments { get; init; } = [];

    /// <summary>Whether two templates say the same; lists are compared by what is in them.</summary>
    public bool SaysTheSameAs(BadgeTemplate other) =>
        this == other with { Skills = Skills, Standards = Standards, Alignments = Alignments }
        && Skills.SequenceEqual(other.Skills)
        && Standards.SequenceEqual(other.Standards)
        && Alignments.Select(Exactly).SequenceEqual(other.Alignments.Select(Exactly));

    // Uri compares without what follows #, where a framework has its competences.
    private static (Alignment, string) Exactly(Alignment one) => (one, one.Url.AbsoluteUri);
}

/// <summary>What a badge template is aligned to. Source: Open Badges 3.0, B.1.5 Alignment.</summary>
/// <param name="Name">The name of the competence or the standard.</param>
/// <param name="Url">Where it can be read.</param>
/// <param name="Code">Its number in the framework.</param>
/// <param name="Framework">The framework's name.</param>
/// <param name="Description">What it is about.</param>
public sealed record Alignment(string Name, Uri Url, string? Code = null, string? Framework = null, string? Description = null)
{
    /// <summary>Whether it has what pages and credentials need, wherever it was read from: a name, and an address that can be linked.</summary>
    internal bool IsComplete() => this is { Name.Length: > 0, Url: { IsAbsoluteUri: true, Scheme: "https" or "http" } };
}

/// <summary>The states of a badge template on its platform. Only an active one issues badges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeTemplateState>))]
public enum BadgeTemplateState
{
    /// <summary>Issues badges.</summary>
    Active,

    /// <summary>Not yet finished.</summary>
    Draft,

    /// <summary>No longer in use; badges that were issued stay valid.</summary>
    Archived,
}
