using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

public sealed class CertificationWebhookTests
{
    private const string WebhookId = "msg_2b7f4a3c";

    [Fact]
    public async Task An_award_is_accepted_and_its_location_tells_the_badge_s_state()
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());

        using var response = await SendAsync(app, body, WebhookId);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var badgeId = (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["badgeId"];
        Assert.True(BadgeKey.IsBadgeId(badgeId));
        Assert.EndsWith($"/api/badges/{badgeId}", response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        await app.BadgeAsync(new BadgeKey("m-1001", badgeId!), BadgeState.Pending);
        Assert.Equal("Pending", await StateAsync(app, response.Headers.Location, TestSettings.CertificationKey));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, response.Headers.Location, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, response.Headers.Location, "wrong"));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nonsense")]
    [InlineData("..%2F..%2Fhealth")]
    public async Task The_state_of_an_unknown_badge_is_404(string badgeId)
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Equal(
            HttpStatusCode.NotFound,
            await StatusAsync(app, new Uri($"{app.Url}/api/badges/{badgeId}"), TestSettings.CertificationKey));
    }

    [Fact]
    public async Task An_award_that_is_delivered_twice_is_one_badge_and_one_e_mail()
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());

        var first = await TakenAsync(app, body, WebhookId);
        await app.MailAsync(_ => true);
        var second = await TakenAsync(app, body, WebhookId);
        var third = await TakenAsync(app, body, "msg_another");

        Assert.Equal((first, first), (second, third));
        await AssertOneOfEachAsync(app, first);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_award_that_is_delivered_ten_times_at_once_is_one_badge_and_one_e_mail(bool sameWebhookId)
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());

        var badgeIds = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(number => TakenAsync(app, body, sameWebhookId ? WebhookId : $"{WebhookId}-{number}")));

        Assert.Single(badgeIds.Distinct());
        await app.MailAsync(_ => true);
        await AssertOneOfEachAsync(app, badgeIds[0]);
    }

    [Fact]
    public async Task An_award_that_is_delivered_again_after_a_restart_stays_one_badge_and_one_e_mail()
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());
        var badgeId = await TakenAsync(app, body, WebhookId);
        await app.MailAsync(_ => true);

        await app.RestartAsync();

        Assert.Equal(badgeId, await TakenAsync(app, body, WebhookId));
        await AssertOneOfEachAsync(app, badgeId);
    }

    [Fact]
    public async Task An_award_that_is_delivered_again_after_the_acceptance_sends_nothing()
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());
        var key = new BadgeKey("m-1001", await TakenAsync(app, body, WebhookId));
        await app.MailAsync(_ => true);
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, "accepted");
        await app.BadgeAsync(key, BadgeState.Accepted);
        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);

        await TakenAsync(app, body, WebhookId);

        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);
        Assert.Equal(BadgeState.Accepted, (await app.Badges.GetAsync(key, CancellationToken.None)).State);
        await AssertOneOfEachAsync(app, key.BadgeId);
    }

    [Fact]
    public async Task An_award_whose_workflow_was_terminated_before_it_was_recorded_is_started_by_the_next_delivery()
    {
        await using var app = await BadgeApplication.StartAsync();
        var body = app.Sandbox.Certification.BodyOf(Achievement.Sample());
        app.TableCalls.BeforeWrite = _ => throw new IOException("Storage is down.");
        var key = new BadgeKey("m-1001", await TakenAsync(app, body, WebhookId));
        Assert.Equal("Issuing", await StateAsync(app, new Uri($"{app.Url}/api/badges/{key.BadgeId}"), TestSettings.CertificationKey));
        await app.Durable.TerminateInstanceAsync(key.InstanceId, CancellationToken.None);
        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);
        app.TableCalls.BeforeWrite = null;

        Assert.Equal(key.BadgeId, await TakenAsync(app, body, WebhookId));

        await app.BadgeAsync(key, BadgeState.Pending);
        await app.MailAsync(_ => true);
        await AssertOneOfEachAsync(app, key.BadgeId);
    }

    [Fact]
    public async Task An_award_that_was_accepted_while_storage_fails_is_recorded_issued_and_mailed_once_storage_works()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.TableCalls.BeforeWrite = _ => throw new IOException("Storage is down.");
        var key = await app.AwardAsync();
        var inAnHour = app.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await app.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => Task.FromResult(app.Clock.GetUtcNow() > inAnHour));
        Assert.Equal("Issuing", await StateAsync(app, new Uri($"{app.Url}/api/badges/{key.BadgeId}"), TestSettings.CertificationKey));
        app.TableCalls.BeforeWrite = null;

        await app.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => Task.FromResult(app.Sandbox.Mailbox.Mails.Count > 0));

        await app.BadgeAsync(key, BadgeState.Pending);
        await AssertOneOfEachAsync(app, key.BadgeId);
    }

    [Fact]
    public async Task Of_two_contents_of_one_achievement_at_once_one_is_accepted_and_the_other_is_409()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var bodies = Enumerable.Range(1, 8).Select(day => app.Sandbox.Certification.BodyOf(achievement with { AwardedOn = $"2021-04-0{day}" }));

        var answers = await Task.WhenAll(bodies.Select((body, index) => SendAsync(app, body, $"{WebhookId}-{index}")));

        Assert.Equal([(HttpStatusCode.Accepted, 1), (HttpStatusCode.Conflict, 7)], answers.CountBy(answer => answer.StatusCode).Select(one => (one.Key, one.Value)).Order());
        await app.MailAsync(_ => true);
        await AssertOneOfEachAsync(app, BadgeKey.BadgeIdOf(achievement.AchievementId));
    }

    [Fact]
    public async Task An_achievement_that_was_awarded_with_other_content_is_409()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badgeId = await TakenAsync(app, app.Sandbox.Certification.BodyOf(achievement), WebhookId);

        await AssertConflictAsync(app, achievement with { AwardedOn = "2021-04-25" }, "msg_another", "data.achievementId");
        var other = new AwardedMember { Id = "m-1002", GivenName = "Ola", FamilyName = "Nordmann", Email = "ola@example.org" };
        await AssertConflictAsync(app, achievement with { Member = other }, "msg_a_third", "data.achievementId");

        await app.MailAsync(_ => true);
        await AssertOneOfEachAsync(app, badgeId);
    }

    [Fact]
    public async Task The_answer_takes_well_under_100_ms()
    {
        await using var app = await BadgeApplication.StartAsync();
        var times = new List<TimeSpan>();
        for (var number = 0; number < 25; number++)
        {
            var achievement = Achievement.Sample() with { Member = new AwardedMember { Id = $"m-{number}", Email = $"m{number}@example.org" } };
            var body = app.Sandbox.Certification.BodyOf(achievement);
            var started = TimeProvider.System.GetTimestamp();
            await TakenAsync(app, body, $"{WebhookId}-{number}");
            times.Add(TimeProvider.System.GetElapsedTime(started));
        }

        // The others tell more of what else the machine does.
        Assert.InRange(times.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    private static Task<HttpResponseMessage> SendAsync(BadgeApplication app, byte[] body, string webhookId) =>
        app.Client.SendAsync(app.Sandbox.Certification.Sign(body, webhookId));

    private static async Task<string> TakenAsync(BadgeApplication app, byte[] body, string webhookId)
    {
        using var response = await SendAsync(app, body, webhookId);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, $"{response.StatusCode}: {answer}");
        return (string)JsonNode.Parse(answer)!["badgeId"]!;
    }

    private static async Task AssertConflictAsync(BadgeApplication app, Achievement achievement, string webhookId, string field)
    {
        using var response = await SendAsync(app, app.Sandbox.Certification.BodyOf(achievement), webhookId);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var error = Assert.Single((await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsArray());
        Assert.Equal(field, (string?)error!["field"]);
    }

    // Waits for the workflow to settle down, so that what it would send by mistake had its chance.
    private static async Task AssertOneOfEachAsync(BadgeApplication app, string badgeId)
    {
        var instances = new List<OrchestrationMetadata>();
        await BadgeApplication.UntilAsync(
            async () => (instances = await InstancesAsync(app)).TrueForAll(instance =>
                instance.IsCompleted || instance.Name != "BadgeWorkflow" || instance.ReadCustomStatusAs<string>() == "Pending"),
            () => string.Join(", ", instances));

        Assert.Single(instances, instance => instance.InstanceId == BadgeKey.InstanceIdOf(badgeId));
        Assert.DoesNotContain(instances, instance => instance.Name == "BadgeWorkflow" && instance.InstanceId != BadgeKey.InstanceIdOf(badgeId));
        Assert.Equal(
            badgeId,
            Assert.Single(BadgeEntity.ReadAll(await RowsAsync(app, BadgeStore.Table), error => throw error)).Key.BadgeId);
        Assert.Equal(badgeId, Assert.Single(app.Sandbox.Credly.Badges).IssuerEarnerId);
        Assert.Equal($"{badgeId}-claim", Assert.Single(app.Sandbox.Mailbox.Mails).CustomArgs["delivery_id"]);
    }

    private static async Task<List<OrchestrationMetadata>> InstancesAsync(BadgeApplication app)
    {
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in app.Durable.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true }))
        {
            instances.Add(instance);
        }

        return instances;
    }

    private static async Task<List<TableEntity>> RowsAsync(BadgeApplication app, string table)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in app.Tables.GetTableClient(table).QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<string?> StateAsync(BadgeApplication app, Uri location, string key)
    {
        using var response = await AskAsync(app, location, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["state"];
    }

    private static async Task<HttpStatusCode> StatusAsync(BadgeApplication app, Uri location, string? key)
    {
        using var response = await AskAsync(app, location, key);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> AskAsync(BadgeApplication app, Uri location, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, location);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return app.Client.SendAsync(request);
    }
}
