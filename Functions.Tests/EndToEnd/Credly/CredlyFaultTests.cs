using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>
/// Whatever Credly does, the certification system gets its 202, the badge waits with the reason, and in the end there is one badge
/// and one e-mail. The app's clock, which its calls' time-outs go by as well, stands still but where a test moves it.
/// </summary>
public sealed class CredlyFaultTests
{
    [Fact]
    public async Task What_is_refused_waits_with_the_reason_and_is_tried_again_the_next_day()
    {
        await using var app = await BadgeApplication.StartAsync();
        const string Body = """{ "data": { "message": "Invalid", "errors": [{ "attribute": "badge_template_id", "messages": ["is inactive"] }] } }""";
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 422, Body: Body));

        var key = await app.AwardAsync();

        var problem = await ProblemAsync(app, key);
        Assert.Equal("Credly answered 422: Invalid (badge_template_id: is inactive)", problem.Reason);
        Assert.True(await TimeToNextAttemptAsync(app, TimeSpan.FromHours(1)) >= TimeSpan.FromDays(1));
        await AssertHealedAsync(app, key);
    }

    [Theory]
    [InlineData(401, null, 3600, "{}")]
    [InlineData(403, null, 3600, "{}")]
    [InlineData(404, null, 3600, "{}")]
    [InlineData(429, null, 15, "{}")]
    [InlineData(429, 120, 120, "{}")]
    [InlineData(500, null, 15, "{}")]
    [InlineData(502, null, 15, "<html>Bad gateway</html>")]
    [InlineData(503, 300, 300, "{}")]
    public async Task What_is_not_possible_now_is_tried_again_soon_or_when_credly_says(int status, int? retryAfter, int pause, string body)
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, status, retryAfter, body));

        var key = await app.AwardAsync();

        var problem = await ProblemAsync(app, key);
        Assert.Equal($"Credly answered {status}: {body}", problem.Reason);
        var waited = await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(5));
        Assert.InRange(waited, TimeSpan.FromSeconds(pause), TimeSpan.FromHours(2));
        await AssertHealedAsync(app, key);
    }

    [Theory]
    [InlineData("{\"data\":{\"id\":\"5b1f")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":{\"state\":\"pending\"}}")]
    [InlineData("{\"data\":{\"id\":\"\",\"state\":\"pending\"}}")]
    [InlineData("{\"data\":{\"id\":\"1\",\"state\":\"printing\"}}")]
    public async Task An_answer_that_cannot_be_read_is_none(string body)
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 201, Body: body));

        var key = await app.AwardAsync();

        Assert.StartsWith("Credly's ", (await ProblemAsync(app, key)).Reason, StringComparison.Ordinal);
        Assert.InRange(
            await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(15), TimeSpan.FromHours(1));
        await AssertHealedAsync(app, key);
    }

    [Fact]
    public async Task Addresses_that_are_no_pages_are_left_out()
    {
        const string Badge = """
            { "data": { "id": "1", "state": "pending", "accept_badge_url": "", "badge_url": "javascript:alert(1)", "image_url": "/1.png" } }
            """;
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 201, Body: Badge));

        var key = await app.AwardAsync();

        Assert.Equal(new PlatformBadge("1", null, null, null), (await app.BadgeAsync(key, BadgeState.Pending)).Platform);
    }

    [Fact]
    public async Task A_connection_that_is_dropped_before_credly_did_anything_leads_to_one_badge()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Drop));

        var key = await app.AwardAsync();

        Assert.StartsWith("Credly did not answer", (await ProblemAsync(app, key)).Reason, StringComparison.Ordinal);
        Assert.Empty(app.Sandbox.Credly.Badges);
        await TimeToNextAttemptAsync(app, TimeSpan.FromSeconds(5));
        await AssertHealedAsync(app, key);
    }

    [Fact]
    public async Task A_badge_whose_answer_was_lost_is_found_and_not_issued_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.DropAnswer));

        var key = await app.AwardAsync();

        Assert.StartsWith("Credly did not answer", (await ProblemAsync(app, key)).Reason, StringComparison.Ordinal);
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(5), async () => await StateAsync(app, key) is BadgeState.Pending);
        await AssertHealedAsync(app, key);
        Assert.Equal(1, Posts(app));
    }

    [Fact]
    public async Task A_badge_whose_answer_takes_too_long_is_found_and_not_issued_again()
    {
        await using var app = await BadgeApplication.StartAsync();
        var slow = new Fault(FaultKind.HoldAnswer);
        app.Sandbox.Faults.Add("POST", "/v1/", slow);

        var key = await app.AwardAsync();

        await slow.Held;
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(2), async () => await StateAsync(app, key) is BadgeState.Pending);
        slow.Release();
        await AssertHealedAsync(app, key);
        Assert.Equal(1, Posts(app));
    }

    [Fact]
    public async Task An_administrator_can_have_it_tried_at_once()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("POST", "/v1/", new Fault(FaultKind.Answer, 401), times: 2);
        var key = await app.AwardAsync();
        await ProblemAsync(app, key);

        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, key.BadgeId, TestSettings.OfficeKey));
        await BadgeApplication.UntilAsync(() => Task.FromResult(Posts(app) == 2), () => "not tried again");
        // Once: after that the pause is kept.
        await app.EventsFollowedUpAsync();
        Assert.Equal(2, Posts(app));
        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, key.BadgeId, TestSettings.OfficeKey));

        await AssertHealedAsync(app, key);
        Assert.Equal(3, Posts(app));
    }

    [Fact]
    public async Task Only_who_has_the_key_can_have_it_tried()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, _) = await app.AwardAndMailAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await RetryAsync(app, key.BadgeId, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await RetryAsync(app, key.BadgeId, "wrong"));
        Assert.Equal(HttpStatusCode.NotFound, await RetryAsync(app, new string('0', 32), TestSettings.OfficeKey));
    }

    [Fact]
    public async Task To_try_a_badge_that_was_accepted_changes_nothing()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (key, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);
        var accepted = await app.BadgeAsync(key, BadgeState.Accepted);
        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Accepted, await RetryAsync(app, key.BadgeId, TestSettings.OfficeKey));

        await app.EventsFollowedUpAsync();
        var after = await app.Badges.GetAsync(key, CancellationToken.None);
        Assert.Equal((accepted.State, accepted.AcceptedAt, accepted.Platform), (after.State, after.AcceptedAt, after.Platform));
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_duplicate_that_is_ours_is_adopted()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var there = app.Sandbox.Credly.Issue(OnCredly(app, achievement, BadgeKey.BadgeIdOf(achievement.AchievementId)))!;

        var (key, _) = await app.AwardAndMailAsync(achievement);

        var badge = await app.BadgeAsync(key, BadgeState.Pending);
        Assert.Equal(there.Id.ToString(), badge.Platform?.Id);
        Assert.Null(badge.Problem);
        await AssertHealedAsync(app, key);
    }

    [Fact]
    public async Task A_duplicate_that_is_not_ours_waits_with_the_reason()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var there = app.Sandbox.Credly.Issue(OnCredly(app, achievement, "somebody-else-s"))!;

        var key = await app.AwardAsync(achievement);

        Assert.Contains("already has this badge", (await ProblemAsync(app, key)).Reason, StringComparison.Ordinal);
        Assert.Empty(app.Sandbox.Mailbox.Mails);
        app.Sandbox.Credly.SetState(there.Id, CredlyBadgeState.Revoked, "issued by mistake");
        await RetryAsync(app, key.BadgeId, TestSettings.OfficeKey);
        await app.BadgeAsync(key, BadgeState.Pending);
    }

    [Fact]
    public async Task Who_accepts_automatically_gets_the_badge_without_a_claim_and_an_e_mail_that_says_so()
    {
        await using var app = await BadgeApplication.StartAsync();
        var account = app.Sandbox.Credly.CreateAccount("Maria", "Rossi", "maria.rossi@example.org", "correct horse");
        app.Sandbox.Credly.Save(account with { AutoAccept = true });

        var key = await app.AwardAsync();

        var badge = await app.BadgeAsync(key, BadgeState.Accepted);
        Assert.NotNull(badge.AcceptedAt);
        Assert.NotNull(badge.Platform?.PublicUrl);
        await app.Durable.WaitForInstanceCompletionAsync(key.InstanceId, CancellationToken.None);
        var mail = Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Equal("You have a new digital badge: Best Practice Week attendee", mail.Subject);
        Assert.Contains("Credly has accepted it for you, because auto-accept is on in your Credly settings.", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"See your badge: {badge.Platform?.PublicUrl}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/claim/", mail.Html + mail.Text, StringComparison.Ordinal);
    }

    private static CredlyBadge OnCredly(BadgeApplication app, Achievement achievement, string earnerId) => new()
    {
        Id = Guid.NewGuid(),
        AcceptToken = CredlyStandIn.NewAcceptToken(),
        Template = CredlyTemplate.All.Single(template => template.Code == achievement.TemplateCode),
        RecipientEmail = achievement.Member.Email,
        FirstName = achievement.Member.GivenName,
        LastName = achievement.Member.FamilyName,
        IssuerEarnerId = earnerId,
        IssuedAt = app.Clock.GetUtcNow(),
        ExpiresAt = null,
        CreatedAt = app.Clock.GetUtcNow(),
    };

    private static async Task<BadgeProblem> ProblemAsync(BadgeApplication app, BadgeKey key)
    {
        var badge = await app.BadgeAsync(key, badge => badge.Problem is not null);
        Assert.Equal((BadgeState.Issuing, BadgeStep.IssueBadge), (badge.State, badge.Problem!.Step));
        return badge.Problem;
    }

    /// <summary>Moves the clock until Credly is asked to issue once more; answers by how much.</summary>
    private static async Task<TimeSpan> TimeToNextAttemptAsync(BadgeApplication app, TimeSpan step)
    {
        var started = app.Clock.GetUtcNow();
        var posts = Posts(app);
        await app.AdvanceUntilAsync(step, () => Task.FromResult(Posts(app) > posts));
        return app.Clock.GetUtcNow() - started;
    }

    // In steps, as the last attempt may have been under way when the clock was moved past its time-out.
    private static async Task AssertHealedAsync(BadgeApplication app, BadgeKey key)
    {
        await app.AdvanceUntilAsync(TimeSpan.FromSeconds(1), async () => await StateAsync(app, key) is BadgeState.Pending);
        await app.MailAsync(_ => true);
        var badge = await app.BadgeAsync(key, badge => badge is { State: BadgeState.Pending, Problem: null });
        var there = Assert.Single(app.Sandbox.Credly.Badges);
        Assert.Equal((key.BadgeId, badge.Platform?.Id), (there.IssuerEarnerId, there.Id.ToString()));
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    private static async Task<BadgeState> StateAsync(BadgeApplication app, BadgeKey key) =>
        (await app.Badges.GetAsync(key, CancellationToken.None)).State;

    private static int Posts(BadgeApplication app) =>
        app.Sandbox.Faults.Calls.Count(call => call.StartsWith("POST /v1/", StringComparison.Ordinal));

    private static async Task<HttpStatusCode> RetryAsync(BadgeApplication app, string badgeId, string? functionKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Url}/api/admin/badges/{badgeId}/retry");
        if (functionKey is not null)
        {
            request.Headers.Add("x-functions-key", functionKey);
        }

        using var response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }
}
