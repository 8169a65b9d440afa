using System.Text.Json.Nodes;
using Json.Schema;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>
/// The classes of Open Badges 3.0 (appendix B of the specification) as a JSON schema: of each property its type and how often it is there. It allows
/// no other property, where 1EdTech's own file allows most; <c>OPEN_BADGES_SCHEMA</c> names that file, which is not ours to bring along
/// (purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json), and then both are asked.
/// </summary>
internal static class OpenBadgesSchema
{
    // class: property type multiplicity. "type" is an array that has the class's name, but where Text stands.
    private const string Classes = """
        AchievementCredential: @context Text 2..*, id Uri 1, type Type(VerifiableCredential) 1..*, name Text 0..1, description Text 0..1, image Image 0..1,
            awardedDate DateTimeZ 0..1, credentialSubject AchievementSubject 1, evidence Evidence 0..*, issuer Profile 1, validFrom DateTimeZ 1,
            validUntil DateTimeZ 0..1, proof Proof 0..*, credentialSchema CredentialSchema 0..*, credentialStatus CredentialStatus 0..1,
            refreshService RefreshService 0..1
        AchievementSubject: id Uri 0..1, type Type(AchievementSubject) 1..*, achievement Achievement 1, identifier IdentityObject 0..*, result Result 0..*,
            image Image 0..1, licenseNumber Text 0..1, narrative Text 0..1, role Text 0..1, source Profile 0..1, term Text 0..1
        Achievement: id Uri 1, type Type(Achievement) 1..*, alignment Alignment 0..*, achievementType AchievementType 0..1, creator Profile 0..1, criteria Criteria 1,
            description Text 1, image Image 0..1, inLanguage Language 0..1, name Text 1, resultDescription ResultDescription 0..*, tag Text 0..*, version Text 0..1
        Alignment: type Type(Alignment) 1..*, targetCode Text 0..1, targetDescription Text 0..1, targetName Text 1, targetFramework Text 0..1, targetUrl Uri 1
        Criteria: id Uri 0..1, narrative Text 0..1
        Evidence: id Uri 0..1, type Type(Evidence) 1..*, narrative Text 0..1, name Text 0..1, description Text 0..1, genre Text 0..1, audience Text 0..1
        IdentityObject: type Only(IdentityObject) 1, hashed Boolean 1, identityHash Text 1, identityType IdentifierType 1, salt Text 0..1
        Image: id Uri 1, type Only(Image) 1, caption Text 0..1
        Profile: id Uri 1, type Type(Profile) 1..*, name Text 0..1, url Uri 0..1, email Text 0..1, image Image 0..1, description Text 0..1
        Result: type Type(Result) 1..*, resultDescription Uri 0..1, status ResultStatus 0..1, value Text 0..1, achievedLevel Uri 0..1
        ResultDescription: id Uri 1, type Type(ResultDescription) 1..*, name Text 1, resultType ResultType 1
        Proof: type Text 1, created DateTimeZ 0..1, cryptosuite Text 0..1, proofPurpose Text 0..1, proofValue Text 0..1, verificationMethod Uri 0..1
        CredentialSchema: id Uri 1, type Text 1
        CredentialStatus: id Uri 1, type Text 1, statusPurpose Text 0..1, statusListIndex Text 0..1, statusListCredential Uri 0..1
        RefreshService: id Uri 1, type Text 1
        """;

    private static readonly Dictionary<string, string> Simple = new()
    {
        ["Text"] = """{ "type": "string" }""",
        ["Boolean"] = """{ "type": "boolean" }""",
        ["Uri"] = """{ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:." }""",
        ["DateTimeZ"] = """{ "type": "string", "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$" }""",
        ["Language"] = """{ "type": "string", "pattern": "^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$" }""",
        ["AchievementType"] = """{ "anyOf": [{ "enum": ["Award", "CertificateOfCompletion", "Certification"] }, { "pattern": "^ext:[a-zA-Z0-9._-]+$" }] }""",
        ["IdentifierType"] = """{ "enum": ["name", "emailAddress"] }""",
        ["ResultStatus"] = """{ "enum": ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"] }""",
        ["ResultType"] = """
            { "enum": ["GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result", "RubricCriterion",
              "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status"] }
            """,
    };

    /// <summary>The schemas that a credential has to pass.</summary>
    public static IReadOnlyList<JsonSchema> All { get; } =
    [
        JsonSchema.FromText(Write()),
        .. Environment.GetEnvironmentVariable("OPEN_BADGES_SCHEMA") is { Length: > 0 } path ? [JsonSchema.FromFile(path)] : Array.Empty<JsonSchema>(),
    ];

    private static string Write()
    {
        var definitions = new JsonObject();
        foreach (var one in Classes.Replace("\n    ", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, members) = one.Split(": ", 2) is [var before, var after] ? (before, after) : throw new FormatException(one);
            var (properties, required) = (new JsonObject(), new JsonArray());
            foreach (var member in members.Split(", ", StringSplitOptions.TrimEntries))
            {
                var (property, type, often) = member.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var a, var b, var c] ? (a, b, c) : throw new FormatException(member);
                properties[property] = Property(type, often);
                if (often[0] != '0')
                {
                    required.Add(property);
                }
            }

            definitions[name] = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2019-09/schema",
            ["$id"] = "https://badges.example.org/open-badges-schema",
            ["$ref"] = "#/$defs/AchievementCredential",
            ["$defs"] = definitions,
        }.ToJsonString();
    }

    private static JsonNode Property(string type, string often)
    {
        var item = type.Split('(', ')') switch
        {
            ["Type", var name, _] => new JsonObject
            {
                ["type"] = "array",
                ["items"] = JsonNode.Parse(Simple["Text"]),
                ["contains"] = new JsonObject { ["const"] = name },
            },
            ["Only", var name, _] => new JsonObject { ["const"] = name },
            _ => Simple.TryGetValue(type, out var simple) ? JsonNode.Parse(simple)! : new JsonObject { ["$ref"] = $"#/$defs/{type}" },
        };
        return often.EndsWith('*') && !type.StartsWith("Type(", StringComparison.Ordinal)
            ? new JsonObject { ["type"] = "array", ["minItems"] = Math.Max(1, often[0] - '0'), ["items"] = item }
            : item;
    }
}
