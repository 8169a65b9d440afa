using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>The results of an award, from the certification system to its member, and to nobody else.</summary>
public sealed class ResultsTests
{
    [Fact]
    public async Task They_come_with_the_award_and_a_correction_and_are_shown_to_the_member_alone()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var badge = await AwardAsync(app, achievement, """[{ "name": "Written exam", "value": "87", "type": "Percent" }]""");
        app.Sandbox.Credly.SetState(app.Sandbox.Credly.Badges[0].Id, "accepted");
        await app.WorkflowAsync(badge, BadgeState.Accepted);

        Assert.Equal(202, await TellAsync(app, "achievement.corrected", achievement, """[{ "name": "Written exam", "value": "91", "type": "Percent", "status": "Completed" }]"""));

        var mail = await app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-update-2");
        Assert.Contains("Your results: you can see them in My badges", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("91", mail.Text.Replace(badge.BadgeId, "", StringComparison.Ordinal), StringComparison.Ordinal);
        await app.EventsFollowedUpAsync();
        var shared = await app.Badges.ChangeAsync(badge, "Share", row => row with { IsShared = true }, CancellationToken.None);
        Assert.Equal([new AwardResult("Written exam", "91", ResultType.Percent, ResultStatus.Completed)], shared!.Results);

        using var own = await SignedIn.GetAsync(app, badge.MemberId, $"/my-badges/{badge.BadgeId}");
        Assert.Contains("<div><bdi>Written exam</bdi>: <bdi>91%, Completed</bdi></div>", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var page = await app.Client.GetAsync(app.Services.GetRequiredService<PublicAddress>().PathOf(badge));
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("Written exam", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_award_with_other_results_is_another_content()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        const string Results = """[{ "name": "Written exam", "value": "87" }]""";
        await AwardAsync(app, achievement, Results);

        Assert.Equal(202, await TellAsync(app, "achievement.awarded", achievement, Results));
        Assert.Equal(409, await TellAsync(app, "achievement.awarded", achievement, """[{ "name": "Written exam", "value": "88" }]"""));
    }

    private static async Task<BadgeKey> AwardAsync(BadgeApplication app, Achievement achievement, string results)
    {
        Assert.Equal(202, await TellAsync(app, "achievement.awarded", achievement, results));
        var badge = new BadgeKey(achievement.Member.Id, BadgeKey.BadgeIdOf(achievement.AchievementId));
        await app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-claim");
        return badge;
    }

    private static async Task<int> TellAsync(BadgeApplication app, string type, Achievement achievement, string results)
    {
        var data = JsonSerializer.SerializeToNode(achievement, JsonSerializerOptions.Web)!.AsObject();
        data["results"] = JsonNode.Parse(results);
        return (await app.Sandbox.Certification.TellAsync(new CertificationNews(type, data))).Status;
    }
}
