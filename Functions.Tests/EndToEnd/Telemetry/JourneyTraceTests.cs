using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

[Collection(TracedAlone.Name)]
public sealed class JourneyTraceTests
{
    [Fact]
    public async Task A_journey_is_one_trace_from_the_webhook_to_the_acceptance()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(receiver.Settings);
        await TracedJourney.RunAsync(app);

        var spans = await TracedJourney.ExportAsync(app, receiver);
        var webhook = Assert.Single(spans, span => span.Name == "POST webhooks/certification");
        var trace = spans.Where(span => span.Trace == webhook.Trace).ToList();

        Assert.Equal("CertificationWebhook", webhook.Attributes["faas.name"]);
        var created = Assert.Single(trace, span => span.Name.StartsWith("create_orchestration:BadgeWorkflow", StringComparison.Ordinal));
        var ran = Assert.Single(trace, span => span.IsRunOf("CertificationWebhook"));
        Assert.Equal((webhook.Id, ran.Id), (ran.Parent, created.Parent));
        string[] steps = ["activity:IssueBadge", "activity:EmailMember"];
        Assert.All(steps, step => Assert.Equal(created.Id, Assert.Single(trace, span => span.Name == step).Parent));
        AssertCalls(trace, trace.Single(span => span.Name == steps[0]), "POST", "/badges");
        AssertCalls(trace, trace.Single(span => span.Name == steps[1]), "POST", "/v3/mail/send");
        AssertCalls(trace, trace.Last(span => span.Name == "activity:SyncAcceptance"), "GET", "/badges/");
        // Credly's word is a request of its own, which the badge's trace links to.
        var told = Assert.Single(spans, span => span.Name == "POST webhooks/credly" && span.Trace != webhook.Trace && trace.Any(seen => seen.Links.Contains(span.Trace)));
        Assert.Contains(trace, span => span.Name == "orchestration_event:BadgeChanged" && Assert.Single(span.Links) == told.Trace);
        var ended = Assert.Single(trace, span => span.Name.StartsWith("orchestration:BadgeWorkflow", StringComparison.Ordinal));
        Assert.All(spans.Where(span => span.IsRunOf("BadgeWorkflow")), turn => Assert.Equal((created.Trace, created.Id), (turn.Trace, turn.Parent)));
        Assert.Equal("Completed", ended.Attributes["durabletask.task.status"]);
    }

    [Fact]
    public async Task The_claim_and_the_platform_s_word_are_linked_from_the_badge_s_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(receiver.Settings);
        await TracedJourney.RunAsync(app);

        var spans = await TracedJourney.ExportAsync(app, receiver);
        var trace = spans.Single(span => span.Name == "POST webhooks/certification").Trace;

        var links = spans.Where(span => span.Trace == trace && span.Name == "orchestration_event:BadgeChanged")
            .Select(seen => spans.Single(span => span.Trace == Assert.Single(seen.Links) && span.Name.StartsWith("POST ", StringComparison.Ordinal)).Name)
            .ToList();

        Assert.Contains("POST claim/{link}", links);
        Assert.Contains("POST webhooks/credly", links);
    }

    [Fact]
    public async Task Nothing_that_is_exported_tells_a_secret_or_who_the_member_is()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(receiver.Settings);
        var achievement = Achievement.Sample();
        var link = await TracedJourney.RunAsync(app, achievement);

        await TracedJourney.ExportAsync(app, receiver);
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], receiver.Paths.Order());
        var exported = receiver.Text;
        Assert.Contains("claim/{link}", exported, StringComparison.Ordinal);
        string[] secrets =
        [
            link.Segments[^1], achievement.Member.Email, Uri.EscapeDataString(achievement.Member.Email), achievement.Member.FamilyName,
            achievement.Member.Id, TestSettings.Sandbox.CredlyToken, TestSettings.Sandbox.SendGridApiKey,
            TestSettings.CredlyKey,
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, exported, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertCalls(IReadOnlyList<OtlpSpan> trace, OtlpSpan activity, string method, string path)
    {
        var ran = trace.Single(span => span.Parent == activity.Id);
        Assert.Contains(trace, span => span.Parent == ran.Id
            && span.Attributes.GetValueOrDefault("http.request.method") == method
            && span.Attributes.GetValueOrDefault("url.full")?.Contains(path, StringComparison.Ordinal) == true);
    }
}
