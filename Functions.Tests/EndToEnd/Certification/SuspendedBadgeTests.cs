using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;
using BadgeFunctions.Functions.Languages;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Certification;

/// <summary>A badge that the certification system suspends and reinstates, as its member and everybody see it.</summary>
public sealed class SuspendedBadgeTests : IAsyncLifetime
{
    private const string Reason = "A complaint is being examined.";
    private const string Notice = "This badge is suspended. It has not been valid since";

    private readonly Achievement _achievement = Achievement.Sample();

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private string _page = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _) = await _app.AwardAndMailAsync(_achievement);
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);
        await _app.Badges.ChangeAsync(_badge, "Share", row => row with { IsShared = true }, CancellationToken.None);
        _page = _app.Services.GetRequiredService<PublicAddress>().PathOf(_badge);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Everybody_reads_since_when_it_is_not_valid_and_nobody_is_led_to_anything_that_says_it_is()
    {
        await SuspendAsync();

        using var page = await _app.Client.GetAsync(_page);
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "noindex"), (page.StatusCode, string.Concat(page.Headers.GetValues("X-Robots-Tag"))));
        Assert.Contains($"{Notice} {Today}.", html, StringComparison.Ordinal);
        foreach (var text in (string[])["Verify it on Credly", "/certificate.pdf", "has expired", Reason])
        {
            Assert.DoesNotContain(text, html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{_page}/certificate.pdf"));
    }

    [Fact]
    public async Task Its_member_reads_why_and_can_make_it_private_but_not_promote_it()
    {
        await SuspendAsync();

        var mine = await OwnAsync("/my-badges");
        var own = await OwnAsync($"/my-badges/{_badge.BadgeId}");

        Assert.All([mine, own], html => Assert.Contains($"suspended since {Today}. Reason: {Reason}", html, StringComparison.Ordinal));
        Assert.Contains("MAKE IT PRIVATE", own, StringComparison.Ordinal);
        foreach (var text in (string[])["linkedin.com", "certificate.pdf", "Share your achievement"])
        {
            Assert.DoesNotContain(text, own, StringComparison.Ordinal);
        }

        await _app.Badges.ChangeAsync(_badge, "Unshare", row => row with { IsShared = false }, CancellationToken.None);
        Assert.DoesNotContain("MAKE IT PUBLIC", await OwnAsync($"/my-badges/{_badge.BadgeId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certification_system_reads_it_in_the_badge_s_status_and_neither_Credly_nor_the_member_s_inbox_gets_anything()
    {
        await _app.EventsFollowedUpAsync();
        var (calls, mails) = (_app.Sandbox.Faults.Calls.Count, _app.Sandbox.Mailbox.Mails.Count);

        await SuspendAsync();

        var status = JsonNode.Parse(await _app.Client.GetStringAsync($"/api/badges/{_badge.BadgeId}?code={TestSettings.CertificationKey}"))!;
        Assert.Equal(("Accepted", Reason), ((string?)status["state"], (string?)status["suspension"]!["reason"]));
        await _app.EventsFollowedUpAsync();
        await _app.Durable.WaitForInstanceCompletionAsync(_badge.InstanceId, CancellationToken.None);
        Assert.Equal((calls, mails), (_app.Sandbox.Faults.Calls.Count, _app.Sandbox.Mailbox.Mails.Count));
        var history = await _app.Tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>(row => row.PartitionKey == _badge.Partition).ToListAsync();
        Assert.Single(history, row => row.GetString("What") == CertificationEventTypes.Suspended);
    }

    [Fact]
    public async Task Once_it_is_reinstated_it_is_valid_again_and_an_earlier_word_that_arrives_later_changes_nothing()
    {
        var before = await _app.Badges.GetAsync(_badge, CancellationToken.None);
        await SuspendAsync();

        Assert.Equal(202, await TellAsync(CertificationNews.Reinstated(_achievement.AchievementId)));
        Assert.Equal(202, await TellAsync(CertificationNews.Suspended(_achievement.AchievementId, "Old") with { At = _app.Clock.GetUtcNow().AddMinutes(-1) }));

        var after = await _app.Badges.GetAsync(_badge, CancellationToken.None);
        Assert.Equal((null, before.Revision, before.State), (after.Suspension, after.Revision, after.State));
        var html = await (await _app.Client.GetAsync(_page)).Content.ReadAsStringAsync();
        Assert.Contains("Verify it on Credly", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Notice, html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{_page}/certificate.pdf"));
    }

    [Fact]
    public async Task A_badge_that_is_revoked_while_it_is_suspended_is_gone()
    {
        await SuspendAsync();

        Assert.Equal(202, await TellAsync(CertificationNews.Revoked(_achievement.AchievementId, "Proven")));
        await _app.BadgeAsync(_badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(202, await TellAsync(CertificationNews.Reinstated(_achievement.AchievementId)));

        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(_page));
        Assert.Equal(BadgeState.Revoked, (await _app.Badges.GetAsync(_badge, CancellationToken.None)).State);
    }

    private string Today => Language.English.Day(DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime));

    private async Task SuspendAsync() => Assert.Equal(202, await TellAsync(CertificationNews.Suspended(_achievement.AchievementId, Reason)));

    private async Task<int> TellAsync(CertificationNews news) => (await _app.Sandbox.Certification.TellAsync(news)).Status;

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _app.Client.GetAsync(path);
        return response.StatusCode;
    }

    private async Task<string> OwnAsync(string path)
    {
        using var response = await SignedIn.GetAsync(_app, _badge.MemberId, path);
        return await response.Content.ReadAsStringAsync();
    }
}
