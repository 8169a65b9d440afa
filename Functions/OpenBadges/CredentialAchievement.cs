using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>What was achieved (Open Badges 3.0, B.1.1 Achievement).</summary>
/// <param name="Id">Its address: all badges of a template have the same.</param>
/// <param name="Type">Its type, of <see cref="TypeOf"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it stands for.</param>
/// <param name="Criteria">What has to be done to earn it.</param>
internal sealed record CredentialAchievement(Uri Id, string Type, string Name, string Description, string Criteria)
{
    /// <summary>Its picture.</summary>
    public Uri? Image { get; init; }

    /// <summary>The skills that it shows.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What it meets of competence frameworks.</summary>
    public IReadOnlyList<Alignment> Alignments { get; init; } = [];

    /// <summary>The language of its texts, a BCP 47 tag; null when it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The type of a category's achievements (Open Badges 3.0, B.3.1 AchievementType).</summary>
    public static string TypeOf(BadgeCategory category) => category switch
    {
        BadgeCategory.CourseAndProgramme => "CertificateOfCompletion",
        BadgeCategory.Certificate => "Certification",
        // The vocabulary has no word for having been there; extensions of it begin with "ext:".
        BadgeCategory.Event => "ext:EventAttendance",
        _ => "Award",
    };

    /// <summary>The id of what a result tells.</summary>
    public string ResultId(int number) => string.Create(CultureInfo.InvariantCulture, $"{Id.AbsoluteUri}#result-{number + 1}");

    /// <summary>The achievement by itself.</summary>
    public void WriteDocument(Utf8JsonWriter json, IssuerProfile creator)
    {
        json.WriteStartObject();
        json.WriteTexts("@context"u8, Vocabulary.CredentialsContext, Vocabulary.OpenBadgesContext);
        WriteMembers(json, creator, []);
    }

    public void Write(Utf8JsonWriter json, IssuerProfile creator, IReadOnlyList<AwardResult> results)
    {
        json.WriteStartObject("achievement"u8);
        WriteMembers(json, creator, results);
    }

    private void WriteMembers(Utf8JsonWriter json, IssuerProfile creator, IReadOnlyList<AwardResult> results)
    {
        json.WriteString("id"u8, Id.AbsoluteUri);
        json.WriteTexts("type"u8, "Achievement");
        json.WriteString("achievementType"u8, Type);
        json.WriteString("name"u8, Name);
        json.WriteString("description"u8, Description);
        json.WriteStartObject("criteria"u8);
        json.WriteString("narrative"u8, Criteria);
        json.WriteEndObject();
        json.WriteStartObject("creator"u8);
        json.WriteString("id"u8, creator.Did);
        json.WriteTexts("type"u8, "Profile");
        json.WriteString("name"u8, creator.Name);
        json.WriteEndObject();
        json.WriteImage(Image);
        if (Language is not null)
        {
            json.WriteString("inLanguage"u8, Language);
        }

        if (Tags.Count > 0)
        {
            json.WriteTexts("tag"u8, [.. Tags.Distinct(StringComparer.Ordinal)]);
        }

        if (Alignments.Count > 0)
        {
            json.WriteStartArray("alignment"u8);
            // Saying the same twice says nothing more, and could not be put in a canonical order.
            foreach (var alignment in Alignments.DistinctBy(one => (one, one.Url.AbsoluteUri)))
            {
                WriteAlignment(json, alignment);
            }

            json.WriteEndArray();
        }

        if (results.Count > 0)
        {
            json.WriteStartArray("resultDescription"u8);
            foreach (var (number, result) in results.Index())
            {
                CredentialResults.WriteDescription(json, result, ResultId(number));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Open Badges 3.0, B.1.5 Alignment.
    private static void WriteAlignment(Utf8JsonWriter json, Alignment alignment)
    {
        json.WriteStartObject();
        json.WriteTexts("type"u8, "Alignment");
        json.WriteString("targetName"u8, alignment.Name);
        json.WriteString("targetUrl"u8, alignment.Url.AbsoluteUri);
        json.WriteOptional("targetCode"u8, alignment.Code);
        json.WriteOptional("targetFramework"u8, alignment.Framework);
        json.WriteOptional("targetDescription"u8, alignment.Description);
        json.WriteEndObject();
    }
}

/// <summary>What came of exams and the like, as credentials have it (Open Badges 3.0, B.1.22 Result and B.1.23 ResultDescription).</summary>
internal static class CredentialResults
{
    public static void Write(Utf8JsonWriter json, AwardResult result, string descriptionId)
    {
        json.WriteStartObject();
        json.WriteTexts("type"u8, "Result");
        json.WriteString("resultDescription"u8, descriptionId);
        json.WriteOptional("value"u8, result.Value);
        json.WriteOptional("status"u8, result.Status?.ToString());
        json.WriteEndObject();
    }

    public static void WriteDescription(Utf8JsonWriter json, AwardResult result, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteTexts("type"u8, "ResultDescription");
        json.WriteString("name"u8, result.Name);
        json.WriteString("resultType"u8, result.Type.ToString());
        json.WriteEndObject();
    }
}

internal static class CredentialJsonParts
{
    /// <summary>An array of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>A text, where there is one.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>An image (Open Badges 3.0, B.1.15), where there is one.</summary>
    public static void WriteImage(this Utf8JsonWriter json, Uri? image)
    {
        if (image is not null)
        {
            json.WriteStartObject("image"u8);
            json.WriteString("id"u8, image.AbsoluteUri);
            json.WriteString("type"u8, "Image");
            json.WriteEndObject();
        }
    }
}
