using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Storage;
using BadgeFunctions.Functions.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>The template has what the app asks for, under the names that the app uses.</summary>
public sealed partial class TemplateContentTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private ArmTemplate Main => fixture.Main;

    [Fact]
    public void Every_parameter_and_every_output_is_described()
    {
        var undescribed = from template in Main.All
                          from entry in template.Section("parameters").Concat(template.Section("outputs"))
                          where !(entry.Value.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("description", out _))
                          select $"{template.Name}: {entry.Name}";

        Assert.Empty(undescribed);
    }

    [Fact]
    public void The_tables_are_those_that_the_app_uses()
    {
        var names = Template("tables").Variable("tableNames").EnumerateArray().Select(name => name.GetString()!);

        var used = new ServiceCollection().AddBadges().AddStorage().AddHosting().AddOpenBadges().AddCallbacks()
            .Select(service => service.ImplementationInstance).OfType<TableName>().Select(table => table.Name);
        Assert.Equal(used.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_that_the_app_asks_for_is_set()
    {
        var set = Template("app-settings").Variable("app").EnumerateObject().Select(setting => setting.Name).ToList();
        var required = from type in typeof(BadgeApp).Assembly.GetTypes()
                       let section = type.GetField("Section")?.GetValue(null) as string
                       where section is not null
                       from property in type.GetProperties()
                       where property.IsDefined(typeof(RequiredAttribute), inherit: false)
                       select $"{section}__{property.Name}";

        Assert.DoesNotContain(
            required.Except(["SendGrid__Host"]),
            name => !set.Any(known => known == name || known.StartsWith($"{name}__", StringComparison.Ordinal)));
        Assert.Contains("Tables__ServiceUri", set);
    }

    [Fact]
    public void Alerts_cover_what_somebody_has_to_know_and_reach_people()
    {
        var alerts = Template("alerts").Variable("rules").EnumerateArray().ToList();

        Assert.Equal(
            ["badges-stuck", "callbacks-dead", "emails-bounce", "orchestrations-failed", "platform-token-ends", "tokens-refused", "webhooks-failed", "webhooks-refused"],
            alerts.Select(alert => alert.GetProperty("name").GetString()).Order());
        var rule = Assert.Single(Template("alerts").Resources("Microsoft.Insights/scheduledQueryRules"));
        Assert.Contains("actionGroups", rule.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Alerts_and_workbook_read_metrics_that_the_app_writes()
    {
        var workbook = Workbook().GetRawText();
        var read = MetricName().Matches(Regex.Unescape(Template("alerts").Variable("rules").GetRawText()) + Regex.Unescape(workbook))
            .Select(match => match.Groups["name"].Value).Distinct().ToList();
        var written = Instruments.Of(meters => _ = new BadgeMetrics(meters, TimeProvider.System));

        Assert.NotEmpty(read);
        Assert.Empty(read.Except(written));
        // What nobody looks at need not be written either.
        Assert.Empty(written.Except(read));
    }

    [Fact]
    public void The_workbook_is_a_workbook_and_every_query_names_a_table()
    {
        var queries = Workbook().GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetInt32() == 3)
            .Select(item => item.GetProperty("content").GetProperty("query").GetString()!)
            .ToList();

        Assert.Equal("Notebook/1.0", Workbook().GetProperty("version").GetString());
        Assert.True(queries.Count >= 8, $"{queries.Count} queries");
        Assert.All(queries, query => Assert.Matches("^App(Metrics|Requests|Dependencies|Exceptions)\n", query));
    }

    [Fact]
    public void Addresses_that_open_to_whoever_has_them_are_redacted_before_they_are_stored()
    {
        var redaction = Template("redaction");
        var patterns = RedactionPattern().Matches(redaction.Variable("redact").GetString()!);
        string Redacted(string address) => patterns.Aggregate(address, (text, pattern) => Regex.Replace(
            text, pattern.Groups["pattern"].Value, pattern.Groups["replacement"].Value.Replace("\\1", "$1", StringComparison.Ordinal)));

        Assert.Equal("Url", redaction.Variable("columns").GetProperty("AppRequests").EnumerateArray().Last().GetString());
        Assert.Equal(
            "https://badges.example.org/claim/[link]/proceed and https://badges.example.org/sign-in/[link]?x=1, https://badges.example.org/confirm-address/[link] https://badges.example.org/wallet/[link]/qr.png",
            Redacted("https://badges.example.org/claim/MmQ4OGNl.NVOUeI_-/proceed and https://badges.example.org/sign-in/abc.def?x=1, https://badges.example.org/confirm-address/abc.def https://badges.example.org/wallet/abc.def/qr.png"));
        Assert.Equal("https://badges.example.org/accept/[link]", Redacted("https://badges.example.org/accept/MmQ4OGNl.NVOUeI_-"));
        Assert.Equal("/webhooks/credly?code=[key]&x=1", Redacted("/webhooks/credly?code=a-Key_1==&x=1"));
        Assert.Equal(
            """{"url.full":"http://x/claim/[link]","url.path":"/Claim/[link]","url.query":"code=[key]","QueryString":"?code=[key]","Message":"GET \"/accept/[link]\""}""",
            Redacted("""{"url.full":"http://x/claim/abc","url.path":"/Claim/abc","url.query":"code=abc","QueryString":"?code=abc","Message":"GET \"/accept/abc\""}"""));
    }

    [Theory]
    [InlineData("AppRequests")]
    [InlineData("AppDependencies")]
    [InlineData("AppTraces")]
    [InlineData("AppExceptions")]
    public void Attributes_are_redacted_like_messages(string table) =>
        Assert.Contains("Properties", Template("redaction").Variable("documents").GetProperty(table).EnumerateArray().Select(column => column.GetString()));

    private static JsonElement Workbook() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(BicepCli.Folder, "modules", "workbook.json"))).RootElement;

    private ArmTemplate Template(string name) => Main.All.Single(template => template.Name == name);

    // In a query, and not the key of an attribute: Properties["badge.step"].
    [GeneratedRegex("(?<!\\[)\"(?<name>badge\\.[a-z.]+)\"")]
    private static partial Regex MetricName();

    [GeneratedRegex("@'(?<pattern>[^']+)', @'(?<replacement>[^']+)'")]
    private static partial Regex RedactionPattern();
}
