using System.Text.Json;
using BadgeFunctions.Sandbox.Credly;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>
/// The requests that public clients of Credly's API send, as they send them, and what they read in the answers. Each test is named after
/// its client.
/// </summary>
public sealed class ForeignCredlyClientTests : IAsyncLifetime
{
    private ForeignClient _client = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _client = new ForeignClient(_standIns.Http);
    }

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    // openedx/credentials, credentials/apps/badges/credly: the key alone as Basic, and a slash at the end of each path.
    [Fact]
    public async Task Open_edX_signs_in_without_a_colon_takes_over_active_templates_issues_and_revokes()
    {
        var organization = await _client.SendAsync(HttpMethod.Get, $"{Organization}/", user: Token);
        Assert.NotEmpty(Text(organization, "data", "name"));

        var templates = await _client.SendAsync(HttpMethod.Get, $"{Organization}/badge_templates/?filter=state::active", user: Token);
        var template = templates.GetProperty("data").EnumerateArray().First(one => Text(one, "id") == TemplateId);
        Assert.All(["name", "state", "description", "image_url"], name => Assert.NotEmpty(Text(template, name)));
        Assert.Equal(1, templates.GetProperty("metadata").GetProperty("total_pages").GetInt32());

        var issued = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges/", JsonBody(Order("2024-05-01 10:20:30.123456+00:00")), Token, 201);
        Assert.Equal("pending", Text(issued, "data", "state"));
        var revoked = await _client.SendAsync(
            HttpMethod.Put, $"{Organization}/badges/{Text(issued, "data", "id")}/revoke/", JsonBody(new() { ["reason"] = "Credly badge revoked" }), Token);
        Assert.Equal("revoked", Text(revoked, "data", "state"));
    }

    [Fact]
    public async Task Open_edX_finds_the_owner_of_the_template_that_an_event_is_about()
    {
        _standIns.Sandbox.Credly.ChangeTemplate(TemplateId, template => template with { State = CredlyTemplate.Archived });
        var told = _standIns.Sandbox.Credly.Events[^1];

        var answer = await _client.SendAsync(HttpMethod.Get, $"{Organization}/events/{told.Id}/", user: Token);

        var template = answer.GetProperty("data").GetProperty("badge_template");
        Assert.Equal(OrganizationId, Text(template, "owner", "id"));
        Assert.Equal("archived", Text(template, "state"));
        Assert.False(answer.GetProperty("data").TryGetProperty("badge", out _));
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("metadata").ValueKind);
    }

    // isovalent/credly-go: a bar after the token, texts as skills, RFC 3339 as issued_at, everything with Content-Type JSON.
    [Fact]
    public async Task Credly_go_signs_in_with_a_bar_and_decodes_skills_as_texts()
    {
        var issued = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(Order("2024-05-01 10:20:30 +0200")), $"{Token}|", 201);

        var badge = issued.GetProperty("data");
        Assert.All(badge.GetProperty("badge_template").GetProperty("skills").EnumerateArray(), skill => Assert.NotEmpty(skill.GetString()!));
        Assert.All(["url", "vanity_slug", "name", "image_url"], name => Assert.NotEmpty(Text(badge, "badge_template", name)));
        Assert.Equal("2024-05-01T08:20:30.000Z", Text(badge, "issued_at"));
        Assert.NotEmpty(Text(badge, "image", "url"));
        Assert.Equal(JsonValueKind.Object, badge.GetProperty("user").ValueKind);
        await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(Order("2024-05-01 10:20:30 +0200")), $"{Token}|", 422);
    }

    [Fact]
    public async Task Credly_go_finds_badges_by_any_address_and_by_reporting_tags()
    {
        _standIns.Sandbox.Credly.ChangeTemplate(TemplateId, template => template with { ReportingTags = ["labs"] });
        await _standIns.IssueAsync();
        var query = $"badges?filter=recipient_email_all::{Uri.EscapeDataString(Recipient)}";

        Assert.Single(await _client.ListAsync($"{query}{Uri.EscapeDataString("|badge_templates[reporting_tags]::labs,exams")}"));
        Assert.Empty(await _client.ListAsync($"{query}{Uri.EscapeDataString("|badge_templates[reporting_tags]::exams")}"));
        Assert.Single(await _client.ListAsync($"{query}|badge_template_id::{TemplateId}"));
    }

    // YourAcclaim/block_acclaim (Moodle): a form, and the parameters appended to next_page_url once more.
    [Fact]
    public async Task Moodle_s_block_posts_a_form_and_counts_on_201_and_422()
    {
        var order = Order("2014-04-01  09:41:00 am");
        order["expires_at"] = "2034-04-01  09:41:00 am";

        var issued = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", Form(order), $"{Token}:", 201);
        Assert.Equal("2034-04-01", Text(issued, "data", "expires_at_date"));
        await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", Form(order), $"{Token}:", 422);
    }

    [Fact]
    public async Task Moodle_s_block_lists_templates_by_name_and_doubles_its_parameters_from_page_to_page()
    {
        for (var i = 0; i < 50; i++)
        {
            _standIns.Sandbox.Credly.CreateTemplate(CredlyTemplate.All[0] with { Id = Guid.NewGuid().ToString(), Name = $"Template {i}" });
        }

        const string Parameters = "sort=name&filter=state::active";
        var first = await _client.SendAsync(HttpMethod.Get, $"{Organization}/badge_templates?{Parameters}&{Parameters}");
        var second = await _client.SendAsync(HttpMethod.Get, $"{Text(first, "metadata", "next_page_url")}&{Parameters}");

        var all = first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).ToList();
        Assert.Equal(_standIns.Sandbox.Credly.Templates.Count, all.Count);
        Assert.Equal(all.Select(one => Text(one, "name")).Order(), all.Select(one => Text(one, "name")));
        Assert.All(all, one => Assert.NotEmpty(Text(one, "url")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("metadata").GetProperty("next_page_url").ValueKind);
    }

    // A Rails makerspace's Excon.post(query:) and put(query:): JSON is announced, and everything is in the query.
    [Fact]
    public async Task MakerRepo_sends_everything_in_the_query()
    {
        var issued = await _client.SendAsync(
            HttpMethod.Post, $"{Organization}/badges?{Query(Order("2019-07-02 10:20:30 -0400"))}", Body(""), $"{Token}:", 201);
        var revoked = await _client.SendAsync(
            HttpMethod.Put,
            $"{Organization}/badges/{Text(issued, "data", "id")}/revoke?{Query(new() { ["reason"] = "Admin revoked badge" })}",
            Body(""),
            $"{Token}:");

        Assert.Equal("Admin revoked badge", Text(revoked, "data", "revocation_reason"));
        var refused = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges?badge_template_id=gone", Body(""), $"{Token}:", 422);
        Assert.Equal("Invalid or missing Badge Template ID: gone", Text(refused, "data", "message"));
    }

    // NCCE/teachcomputing.org: what Credly answered it is recorded in its tests.
    [Fact]
    public async Task Teach_Computing_reads_a_pending_badge_as_it_was_recorded()
    {
        var issued = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(Order("2021-04-14T07:22:14Z")), $"{Token}:", 201);

        var badge = issued.GetProperty("data");
        Assert.Equal("{}", badge.GetProperty("user").GetRawText());
        Assert.True(badge.GetProperty("public").GetBoolean());
        Assert.Equal(JsonValueKind.Null, badge.GetProperty("state_updated_at").ValueKind);
        Assert.False(badge.TryGetProperty("badge_url", out _));
        Assert.NotEmpty(Text(badge, "accept_badge_url"));
        Assert.Equal("2021-04-14", Text(badge, "issued_at_date"));
        Assert.Equal(OrganizationId, badge.GetProperty("issuer").GetProperty("entities")[0].GetProperty("entity").GetProperty("id").GetString());
        string[] all =
        [
            "created_by", "printing_enabled", "print_method", "replacement_badge_id", "replaces_badge_id", "revocation_reason", "country",
            "suppress_badge_notification_email", "country_code", "state_or_province", "expires_at", "expires_at_date", "image", "alignments", "evidence",
        ];
        Assert.All(all, name => Assert.True(badge.TryGetProperty(name, out _), name));
        Assert.Equal("{}", issued.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Teach_Computing_shows_the_message_of_a_refusal_as_it_was_recorded()
    {
        var order = Order("2021-04-14T07:22:14Z");
        order["badge_template_id"] = "";

        var refused = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(order), $"{Token}:", 422);

        Assert.Equal("""{"data":{"message":"Invalid or missing Badge Template ID: "},"metadata":null}""", refused.GetRawText());
    }

    [Fact]
    public async Task Teach_Computing_follows_the_address_that_a_badge_names_its_issuer_by()
    {
        var badge = await _standIns.IssueAsync();

        var issuer = await _client.SendAsync(HttpMethod.Get, Text(badge, "created_by", "url"));

        Assert.Contains("/api/v1/", Text(badge, "created_by", "url"), StringComparison.Ordinal);
        Assert.Equal(OrganizationId, Text(issuer, "data", "id"));
    }

    // OpenNTI/nti.app.products.acclaim: its one organization from the list, numbers as ids, evidence that brings its own id.
    [Fact]
    public async Task NextThought_awards_with_a_number_as_earner_id_and_recognises_a_duplicate()
    {
        var organizations = await _client.SendAsync(HttpMethod.Get, "/v1/organizations");
        Assert.Equal(OrganizationId, Text(Assert.Single(organizations.GetProperty("data").EnumerateArray()), "id"));
        var order = Order("2020-09-01 12:00:00 +0000");
        order["issuer_earner_id"] = 1234567;
        order["suppress_badge_notification_email"] = "false";
        order["evidence"] = new[] { new { type = "IdEvidence", title = "NTIID", description = "The course", id = "nti-ntiid=tag:x" } };

        var issued = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(order), $"{Token}:", 201);
        var refused = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges", JsonBody(order), $"{Token}:", 422);

        Assert.Equal("1234567", Text(issued, "data", "issuer_earner_id"));
        var evidence = issued.GetProperty("data").GetProperty("evidence")[0];
        Assert.Equal(("nti-ntiid=tag:x", "NTIID"), (Text(evidence, "id"), Text(evidence, "name")));
        Assert.Contains("already has this badge", Text(refused, "data", "message"), StringComparison.Ordinal);
        Assert.Single(_standIns.Sandbox.Mailbox.Mails);
        Assert.Single(await _client.ListAsync($"badges?filter={Uri.EscapeDataString($"recipient_email_all::{Recipient}|state::pending,accepted|public::true")}"));
    }

    // The American Planning Association's myapa: replaces with what has changed only, and goes by the error's metadata.
    [Fact]
    public async Task The_planning_association_replaces_without_an_address_and_is_led_to_the_current_badge()
    {
        var order = StandIns.Order();
        order["country_name"] = "Canada";
        var old = await _standIns.IssueAsync(order);
        var renewal = new Dictionary<string, object?>
        {
            ["badge_id"] = Text(old, "id"),
            ["badge_template_id"] = TemplateId,
            ["issued_at"] = Text(old, "issued_at"),
            ["issued_to_last_name"] = "Rossi-Bianchi",
            ["issuer_earner_id"] = 42,
            ["expires_at"] = null,
            ["notification_message"] = "Your badge has been renewed.",
        };

        var replaced = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges/{Text(old, "id")}/replace", JsonBody(renewal), $"{Token}:", 201);
        var again = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges/{Text(old, "id")}/replace", JsonBody(renewal), $"{Token}:", 422);

        var badge = replaced.GetProperty("data");
        Assert.Equal((Recipient, "Maria", "Rossi-Bianchi"), (Text(badge, "recipient_email"), Text(badge, "issued_to_first_name"), Text(badge, "issued_to_last_name")));
        Assert.Equal(("42", Text(old, "id")), (Text(badge, "issuer_earner_id"), Text(badge, "replaces_badge_id")));
        Assert.Equal("CA", Text(old, "country_code"));
        Assert.Equal(JsonValueKind.Null, badge.GetProperty("country").ValueKind);
        Assert.Equal(
            "Validation failed: This badge cannot be replaced because it has already been replaced.", Text(again, "data", "message"));
        Assert.Equal(Text(badge, "id"), Text(again, "metadata", "current_badge_id"));
        await _client.SendAsync(
            HttpMethod.Put, $"{Organization}/badges/{Text(old, "id")}/revoke", JsonBody(new() { ["reason"] = "None" }), $"{Token}:", 422);
    }

    [Fact]
    public async Task The_planning_association_walks_all_badges_in_bulk()
    {
        for (var i = 0; i < 51; i++)
        {
            var order = StandIns.Order();
            (order["recipient_email"], order["issuer_earner_id"]) = ($"member{i}@example.org", $"{i}");
            await _standIns.IssueAsync(order);
        }

        var first = await _client.SendAsync(HttpMethod.Get, $"{Organization}/high_volume_issued_badge_search?badge_format=minimal");
        var second = await _client.SendAsync(HttpMethod.Get, Text(first, "metadata", "next_page_url"));

        Assert.Equal("next_page_url", Assert.Single(first.GetProperty("metadata").EnumerateObject()).Name);
        Assert.Equal(51, first.GetProperty("data").GetArrayLength() + second.GetProperty("data").GetArrayLength());
        Assert.False(second.GetProperty("data")[0].TryGetProperty("created_by", out _));
        Assert.Equal(TemplateId, Text(second.GetProperty("data")[0], "badge_template", "id"));
    }

    // A Rails client that asks for the format by the path, as Rails lets it.
    [Fact]
    public async Task A_Rails_client_writes_json_at_the_end_of_the_path()
    {
        await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges.json?{Query(Order("2016-03-01 10:20:30 UTC"))}", Body(""), $"{Token}:", 201);

        Assert.Single(await _client.ListAsync("badges.json?filter[recipient_email]=maria.rossi@example.org&filter[state]=pending,accepted"));
        Assert.Empty(await _client.ListAsync("badges.json?filter[recipient_email]=maria.rossi@example.org&filter[state]=accepted"));
    }
}
