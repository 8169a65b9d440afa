using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using static BadgeFunctions.Functions.Tests.Certification.ToldPayload;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>What an award may say of its results; the schema says the same, unless it cannot.</summary>
public sealed class ResultsPayloadTests
{
    [Theory]
    [InlineData("""{ "name": "Written exam", "value": "87", "type": "Percent", "status": "Completed" }""", "87", ResultType.Percent, ResultStatus.Completed)]
    [InlineData("""{ "name": "Written exam", "value": "87" }""", "87", ResultType.Result, null)]
    [InlineData("""{ "name": "Written exam", "value": "87", "type": null, "status": null }""", "87", ResultType.Result, null)]
    [InlineData("""{ "name": "Written exam", "status": "Failed" }""", null, ResultType.Status, ResultStatus.Failed)]
    [InlineData("""{ "name": "Written exam", "status": "Failed", "type": "Status", "value": "" }""", null, ResultType.Status, ResultStatus.Failed)]
    [InlineData("""{ "name": "\u202EWritten exam\u200B", "value": "A\u200B", "type": "LetterGrade", "more": 7 }""", "A", ResultType.LetterGrade, null)]
    public void A_result_is_read_as_it_is_shown(string result, string? value, ResultType type, ResultStatus? status)
    {
        var body = With($"[{result}]");

        Assert.Equal([new AwardResult("Written exam", value, type, status)], Read(body).Event?.Award?.Results);
        Assert.True(EventSchema.IsValid(body));
    }

    [Fact]
    public void Every_term_of_open_badges_is_read()
    {
        foreach (var type in Enum.GetValues<ResultType>())
        {
            Assert.Equal(type, Assert.Single(Read(With($$"""[{ "name": "Exam", "value": "1", "type": "{{type}}", "status": "Completed" }]""")).Event!.Award!.Results!).Type);
        }

        foreach (var status in Enum.GetValues<ResultStatus>())
        {
            Assert.Equal(status, Assert.Single(Read(With($$"""[{ "name": "Exam", "status": "{{status}}" }]""")).Event!.Award!.Results!).Status);
        }

        Assert.Equal((12, 7), (Enum.GetValues<ResultType>().Length, Enum.GetValues<ResultStatus>().Length));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void No_results_are_none_and_change_no_digest(string results)
    {
        Assert.Null(Read(With(results)).Event!.Award!.Results);
        Assert.Equal(Read(Body()).Event!.Award!.Digest(), Read(With(results)).Event!.Award!.Digest());
        Assert.True(EventSchema.IsValid(With(results)));
    }

    [Theory]
    [InlineData("\"87\"", "", "is not a list")]
    [InlineData("{}", "", "is not a list")]
    [InlineData("[\"87\"]", "[0]", "is not an object")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"1\" }, null]", "[1]", "is not an object")]
    [InlineData("[{ \"value\": \"87\" }]", "[0].name", "is missing")]
    [InlineData("[{ \"name\": \"\", \"value\": \"87\" }]", "[0].name", "is empty")]
    [InlineData("[{ \"name\": \"Exam\" }]", "[0].value", "is missing, and so is status")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": null, \"status\": null }]", "[0].value", "is missing, and so is status")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"\" }]", "[0].value", "is missing, and so is status")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": 87 }]", "[0].value", "is not a text")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"8\\u00077\" }]", "[0].value", "has a control character")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"87\", \"type\": \"percent\" }]", "[0].type", "is none of GradePointAverage, LetterGrade, Percent,")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"87\", \"type\": \"3\" }]", "[0].type", "is none of")]
    [InlineData("[{ \"name\": \"Exam\", \"value\": \"87\", \"type\": \"Status\" }]", "[0].status", "is missing: the type Status needs it")]
    [InlineData("[{ \"name\": \"Exam\", \"status\": \"Passed\" }]", "[0].status", "is none of Completed, Enrolled, Failed, InProgress, OnHold, Provisional, Withdrew")]
    [InlineData("[{ \"name\": \"Exam\", \"status\": 7 }]", "[0].status", "is not a text")]
    public void What_is_wrong_is_named_with_the_place(string results, string place, string reason)
    {
        AssertRefused(With(results), $"data.results{place}", reason);
        Assert.False(EventSchema.IsValid(With(results)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("value")]
    public void A_text_may_have_100_characters(string field)
    {
        Assert.Empty(Read(Of(100)).Errors);
        Assert.True(EventSchema.IsValid(Of(100)));
        AssertRefused(Of(101), $"data.results[0].{field}", "is longer than 100 characters");
        Assert.False(EventSchema.IsValid(Of(101)));

        JsonObject Of(int length)
        {
            var result = new JsonObject { ["name"] = "Exam", ["value"] = "87" };
            result[field] = new string('x', length);
            return With(new JsonArray(result).ToJsonString());
        }
    }

    [Fact]
    public void Twenty_results_are_taken_and_no_more()
    {
        Assert.Equal(20, Read(Of(20)).Event?.Award?.Results?.Count);
        AssertRefused(Of(21), "data.results", "has more than 20 entries");
        Assert.True(EventSchema.IsValid(Of(20)) && !EventSchema.IsValid(Of(21)));

        static JsonObject Of(int count) => With($"[{string.Join(',', Enumerable.Range(1, count).Select(number => $$"""{ "name": "Exam {{number}}", "value": "1" }"""))}]");
    }

    [Theory]
    [InlineData("Exam")]
    [InlineData("Exam\\u200B")]
    public void Two_results_of_one_name_are_refused(string other) => AssertRefused(
        With($$"""[{ "name": "Exam", "value": "1" }, { "name": "Interview", "value": "1" }, { "name": "{{other}}", "value": "2" }]"""),
        "data.results[2].name",
        "is the name of another result");

    [Fact]
    public void Every_error_of_every_result_is_told_at_once() => Assert.Equal(
        ["data.results[0].name", "data.results[1].status"],
        Read(With("""[{ "value": "1" }, { "name": "Exam", "status": "Passed" }]""")).Errors.Select(error => error.Field));

    private static JsonObject With(string results)
    {
        var body = Body();
        body["data"]!["results"] = JsonNode.Parse(results);
        return body;
    }
}
