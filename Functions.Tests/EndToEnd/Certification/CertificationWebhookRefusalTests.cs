using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>What the webhook refuses leaves no trace: all of these share one app, and none may find anything in it.</summary>
public sealed class CertificationWebhookRefusalTests(CertificationWebhookRefusalTests.Running running)
    : IClassFixture<CertificationWebhookRefusalTests.Running>
{
    private BadgeApplication App => running.App;

    [Fact]
    public async Task Without_a_signature_it_is_401()
    {
        using var request = Signed(Body());
        request.Headers.Remove("webhook-signature");

        await AssertRefusedAsync(request, HttpStatusCode.Unauthorized, "webhook-signature");
    }

    [Fact]
    public async Task Without_any_header_it_is_401()
    {
        using var request = Signed(Body());
        request.Headers.Clear();

        await AssertRefusedAsync(request, HttpStatusCode.Unauthorized, "webhook-id");
    }

    [Theory]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("v1,")]
    [InlineData("v1a,not-base64")]
    [InlineData("nonsense")]
    public async Task With_a_wrong_signature_it_is_401(string signature)
    {
        using var request = Signed(Body());
        request.Headers.Remove("webhook-signature");
        request.Headers.Add("webhook-signature", signature);

        await AssertRefusedAsync(request, HttpStatusCode.Unauthorized, "webhook-signature");
    }

    [Fact]
    public async Task A_signature_of_another_body_is_401()
    {
        using var genuine = Signed(Body());
        using var request = Signed(Body(body => body["data"]!["member"]!["email"] = "mallory@example.org"));
        request.Headers.Remove("webhook-signature");
        request.Headers.Add("webhook-signature", genuine.Headers.GetValues("webhook-signature"));

        await AssertRefusedAsync(request, HttpStatusCode.Unauthorized, "webhook-signature");
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public async Task More_than_five_minutes_from_now_it_is_401(int seconds)
    {
        using var request = App.Sandbox.Certification.Sign(
            Encoding.UTF8.GetBytes(Body()), NewId(), App.Clock.GetUtcNow().AddSeconds(seconds));

        await AssertRefusedAsync(request, HttpStatusCode.Unauthorized, "webhook-timestamp");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":\"achievement.awarded\"")]
    [InlineData("{\"type\":\"achievement.awarded\",\"type\":\"achievement.awarded\"}")]
    public async Task What_is_no_json_object_is_400(string body)
    {
        using var request = Signed(body);

        await AssertRefusedAsync(request, HttpStatusCode.BadRequest, "body");
    }

    [Fact]
    public async Task What_is_no_utf8_is_400()
    {
        using var request = App.Sandbox.Certification.Sign([.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8], NewId());

        await AssertRefusedAsync(request, HttpStatusCode.BadRequest, "body");
    }

    [Fact]
    public async Task Json_deeper_than_32_is_400()
    {
        using var request = Signed(Body().Replace(
            "\"type\"", $"\"deep\":{new string('[', 40)}{new string(']', 40)},\"type\"", StringComparison.Ordinal));

        await AssertRefusedAsync(request, HttpStatusCode.BadRequest, "body");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_one_byte_too_much_is_413_also_without_content_length(bool chunked)
    {
        var body = Body();
        using var request = Signed(body.PadRight(CertificationPayload.MaxBytes - Encoding.UTF8.GetByteCount(body) + body.Length + 1));
        request.Headers.TransferEncodingChunked = chunked;

        await AssertRefusedAsync(request, HttpStatusCode.RequestEntityTooLarge, "body");
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Body()));
        }

        using var request = App.Sandbox.Certification.Sign(packed.ToArray(), NewId());
        request.Content!.Headers.ContentEncoding.Add("gzip");

        await AssertRefusedAsync(request, HttpStatusCode.UnsupportedMediaType, "content-encoding");
    }

    [Theory]
    [InlineData("type", "achievement.printed", "type")]
    [InlineData("data.templateCode", "no-such-template", "data.templateCode")]
    [InlineData("data.category", "award", "data.category")]
    [InlineData("data.category", "party", "data.category")]
    [InlineData("data.achievementId", "", "data.achievementId")]
    [InlineData("data.member.id", "m\u00071001", "data.member.id")]
    [InlineData("data.member.givenName", "\u200B\u2800", "data.member.givenName")]
    [InlineData("data.member.email", "maria@[192.0.2.1]", "data.member.email")]
    [InlineData("data.member.givenName", "Maria\r\nBcc: all@example.org", "data.member.givenName")]
    [InlineData("data.member.familyName", "Rossi\n", "data.member.familyName")]
    [InlineData("data.member.email", "maria.rossi@example.org\r\nBcc: all@example.org", "data.member.email")]
    [InlineData("data.awardedOn", "yesterday", "data.awardedOn")]
    [InlineData("data.evidence", "http://example.org", "data.evidence")]
    public async Task A_bad_value_is_422_and_named(string path, string value, string field)
    {
        using var request = Signed(Body(body => Set(body, path, value)));

        await AssertRefusedAsync(request, HttpStatusCode.UnprocessableEntity, field);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("data")]
    [InlineData("data.achievementId")]
    [InlineData("data.templateCode")]
    [InlineData("data.category")]
    [InlineData("data.member")]
    [InlineData("data.member.id")]
    [InlineData("data.member.email")]
    [InlineData("data.awardedOn")]
    public async Task A_missing_field_is_422_and_named(string path)
    {
        using var request = Signed(Body(body => Set(body, path, null)));

        await AssertRefusedAsync(request, HttpStatusCode.UnprocessableEntity, path);
    }

    [Theory]
    [InlineData("data.achievementId", 257)]
    [InlineData("data.templateCode", 65)]
    [InlineData("data.member.id", 257)]
    [InlineData("data.member.givenName", 101)]
    [InlineData("data.member.familyName", 101)]
    [InlineData("data.member.email", 255)]
    public async Task A_field_that_is_too_long_is_422_and_named(string path, int length)
    {
        using var request = Signed(Body(body => Set(body, path, new string('a', length))));

        await AssertRefusedAsync(request, HttpStatusCode.UnprocessableEntity, path);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var request = Signed(Body(body =>
        {
            Set(body, "data.achievementId", null);
            Set(body, "data.member.email", "maria");
            Set(body, "data.awardedOn", "soon");
        }));

        await AssertRefusedAsync(
            request, HttpStatusCode.UnprocessableEntity, "data.achievementId", "data.member.email", "data.awardedOn");
    }

    [Fact]
    public async Task Get_is_not_allowed()
    {
        using var response = await App.Client.GetAsync(new Uri("webhooks/certification", UriKind.Relative));

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });
    }

    private async Task AssertRefusedAsync(HttpRequestMessage request, HttpStatusCode expected, params string[] fields)
    {
        using var response = await App.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)expected, (int?)problem["status"]);
        Assert.Equal(fields, problem["errors"]!.AsArray().Select(error => (string?)error!["field"]));
        Assert.All(problem["errors"]!.AsArray(), error => Assert.NotEmpty((string)error!["reason"]!));
        await AssertNothingStoredAsync();
    }

    private async Task AssertNothingStoredAsync()
    {
        foreach (var table in new[] { BadgeStore.Table, BadgeLookups.Table })
        {
            await foreach (var row in App.Tables.GetTableClient(table).QueryAsync<TableEntity>(row => row.PartitionKey != "seed:templates"))
            {
                Assert.Fail($"{table} has {row.PartitionKey}/{row.RowKey}");
            }
        }

        await foreach (var instance in App.Durable.GetAllInstancesAsync())
        {
            Assert.Fail($"{instance.InstanceId} was started");
        }
    }

    private HttpRequestMessage Signed(string body) => App.Sandbox.Certification.Sign(Encoding.UTF8.GetBytes(body), NewId());

    private string Body(Action<JsonNode>? change = null)
    {
        var body = JsonNode.Parse(App.Sandbox.Certification.BodyOf(Achievement.Sample()))!;
        change?.Invoke(body);
        return body.ToJsonString();
    }

    private static void Set(JsonNode body, string path, string? value)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(body, (node, name) => node[name]!).AsObject();
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent[names[^1]] = value;
        }
    }

    private static string NewId() => $"msg_{Guid.NewGuid():N}";

    /// <summary>The app that all refusals are sent to.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal BadgeApplication App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await BadgeApplication.StartAsync();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
