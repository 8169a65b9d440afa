using System.Net;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Credly;

/// <summary>Lists of Credly's in which something cannot be read.</summary>
public sealed class CredlyListTests
{
    [Theory]
    [InlineData("""[ { "id": "1", "event_type": "badge.created" }, null, 7, "x", { "id": 7 } ]""", 1, 4)]
    [InlineData("""[ { "id": "1", "occurred_at": "yesterday" } ]""", 0, 1)]
    [InlineData("[]", 0, 0)]
    public async Task What_cannot_be_read_is_left_out_and_counted(string data, int readable, int unreadable)
    {
        var page = (await ClientOf(data).ListEventsAsync(1, CancellationToken.None)).Data!;

        Assert.Equal((readable, unreadable), (page.Items.Count, page.Unreadable));
    }

    [Fact]
    public async Task A_page_of_which_nothing_can_be_read_is_neither_the_last_nor_older_than_anything()
    {
        var page = (await ClientOf("[ null ]", """{ "current_page": 1, "total_pages": 2 }""").ListEventsAsync(1, CancellationToken.None)).Data!;

        Assert.False(page.IsLast);
        Assert.False(page.IsLastOf(told => told.OccurredAt <= A.Now));
    }

    // Nothing is issued while it may be there already.
    [Theory]
    [InlineData("""[ { "id": "1", "state": "pending", "issuer_earner_id": "EARNER" } ]""", "Known")]
    [InlineData("""[ { "id": "2", "state": 7 }, { "id": "1", "state": "pending", "issuer_earner_id": "EARNER" } ]""", "Known")]
    [InlineData("""[ { "id": "2", "state": 7 } ]""", "Unavailable")]
    [InlineData("[ null ]", "Unavailable")]
    [InlineData("[]", "Unknown")]
    public async Task A_badge_is_missing_only_where_all_could_be_read(string data, string expected)
    {
        var badge = A.Badge() with { Platform = null };
        var credly = new CredlyPlatform(
            ClientOf(data.Replace("EARNER", badge.Key.BadgeId, StringComparison.Ordinal)),
            Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org"), OrganisationName = "Example" }));

        Assert.Equal(expected, (await credly.FindAsync(badge, A.Template(), CancellationToken.None)).GetType().Name);
    }

    [Fact]
    public void A_skill_with_half_a_character_is_left_out()
    {
        var template = JsonSerializer.Deserialize<CredlyTemplate>(
            """{ "Id": "1", "Skills": ["\ud800", "Listening", { "name": "\udc00" }, { "name": "Asking" }] }""");

        Assert.Equal(["Listening", "Asking"], template!.SkillNames());
    }

    private static CredlyClient ClientOf(string data, string metadata = "null") => new(
        new HttpClient(new Answers($$"""{ "data": {{data}}, "metadata": {{metadata}} }""")) { BaseAddress = new Uri("https://credly.example/v1/") },
        Options.Create(new CredlyOptions { OrganizationId = "1" }));

    private sealed class Answers(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
