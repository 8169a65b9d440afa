using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>What the schema says of the events is what the app takes and refuses.</summary>
public sealed class EventSchemaTests
{
    // After every award that is made up.
    private static readonly DateTimeOffset SentAt = new(2021, 4, 27, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Kinds => [.. EventSchema.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Events_that_are_made_from_the_schema_are_taken(string kind)
    {
        var random = new Random(kind.Length);
        for (var made = 0; made < 300; made++)
        {
            var body = Generate(kind, random);

            Assert.True(EventSchema.IsValid(body), body.ToJsonString());
            Assert.True(Read(body) is { Errors: [] }, $"{string.Join(", ", Read(body).Errors)}: {body.ToJsonString()}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_field_that_the_schema_asks_for_is_asked_for(string kind)
    {
        foreach (var (path, _, isRequired) in EventSchema.Fields(kind))
        {
            var body = WithBothNames(Generate(kind, new Random(1)));
            ParentOf(body, path).Remove(NameOf(path));

            AssertAlike(body, path, isRequired);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_field_that_the_schema_limits_is_limited_alike(string kind)
    {
        foreach (var (path, schema, _) in EventSchema.Fields(kind).Where(field => field.Schema.ContainsKey("maxLength")))
        {
            var body = Generate(kind, new Random(1));
            ParentOf(body, path)[NameOf(path)] = new string('a', (int)schema["maxLength"]! + 1);

            AssertAlike(body, path, isRefused: true);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_field_of_another_type_than_the_schema_says_is_refused(string kind)
    {
        foreach (var (path, schema, _) in EventSchema.Fields(kind))
        {
            foreach (var wrong in (JsonNode?[])[7, true, new JsonArray(), null])
            {
                var body = WithBothNames(Generate(kind, new Random(1)));
                ParentOf(body, path)[NameOf(path)] = wrong;

                AssertAlike(body, path, isRefused: !EventSchema.IsValid(body), $"{wrong?.ToJsonString() ?? "null"} for {schema.ToJsonString()}");
            }
        }
    }

    [Theory]
    [InlineData("data.achievementId", " x")]
    [InlineData("data.member.id", "x\u0007")]
    [InlineData("data.member.givenName", "x ")]
    [InlineData("data.templateCode", "Best Practice")]
    [InlineData("data.category", "party")]
    [InlineData("data.member.email", "maria")]
    [InlineData("data.awardedOn", "26.4.2021")]
    [InlineData("data.expiresOn", "never")]
    [InlineData("data.evidence", "http://example.org")]
    public void A_text_that_is_not_of_the_schema_s_form_is_refused(string path, string value)
    {
        var body = Generate("awarded", new Random(1));
        ParentOf(body, path)[NameOf(path)] = value;

        AssertAlike(body, path, isRefused: true);
    }

    [Fact]
    public void Every_field_is_explained()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "certification-events.md"));
        var fields = EventSchema.Kinds.SelectMany(EventSchema.Fields).Select(field => field.Path).Distinct().ToList();

        Assert.Contains("data.member.locale", fields);
        Assert.DoesNotContain(fields, field => !document.Contains($"| `{field}` |", StringComparison.Ordinal));
    }

    private static JsonObject Generate(string kind, Random random)
    {
        var body = EventSchema.Generate(kind, random);
        // The schema does not know what day it is.
        if (body["data"]!["awardedOn"] is not null && string.CompareOrdinal((string)body["data"]!["awardedOn"]!, "2021-04-27") > 0)
        {
            body["data"]!["awardedOn"] = "2021-04-26";
        }

        return body;
    }

    // Without one of them the other is needed.
    private static JsonObject WithBothNames(JsonObject body)
    {
        if (body["data"]!["member"] is { } member)
        {
            (member["givenName"], member["familyName"]) = ("Maria", "Rossi");
        }

        return body;
    }

    private static void AssertAlike(JsonObject body, string path, bool isRefused, string why = "")
    {
        var errors = Read(body).Errors;
        Assert.True(EventSchema.IsValid(body) != isRefused, $"schema, {path}: {why} {body.ToJsonString()}");
        Assert.True(isRefused == errors.Count > 0, $"app, {path}: {why} {body.ToJsonString()}");
        Assert.All(errors, error => Assert.StartsWith(path, error.Field, StringComparison.Ordinal));
    }

    private static PayloadReading Read(JsonObject body) => CertificationPayload.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), SentAt);

    private static JsonObject ParentOf(JsonObject body, string path) =>
        path.Split('.')[..^1].Aggregate((JsonNode)body, (node, name) => node[name]!).AsObject();

    private static string NameOf(string path) => path.Split('.')[^1];
}
