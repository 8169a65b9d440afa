using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>A template that is awarded twice to one address: Credly takes one badge of it.</summary>
public sealed class BlockedBadgeTests : CallbackTest
{
    private static readonly AwardedMember Bert = new() { Id = "m-bert", GivenName = "Bert", FamilyName = "Doe" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_second_badge_of_a_template_for_one_address_is_told_of_and_goes_on_when_the_first_is_revoked(bool isSameMember)
    {
        await StartAsync(CallbackTypes.Blocked);
        var first = Achievement.Sample();
        await App.AwardAndMailAsync(first);

        var second = await App.AwardAsync(Achievement.Sample() with { Member = isSameMember ? first.Member : Bert });
        await App.BadgeAsync(second, badge => badge.Block is BadgeBlock.Duplicate);

        var callback = Assert.Single(await TakenAsync(1));
        Assert.Equal(
            (CallbackTypes.Blocked, second.BadgeId, "Issuing", "Duplicate"),
            (callback.Type, DataOf(callback, "badgeId"), DataOf(callback, "state"), DataOf(callback, "reason")));
        var status = await App.Client.GetStringAsync(new Uri($"/api/badges/{second.BadgeId}?code={TestSettings.CertificationKey}", UriKind.Relative));
        Assert.Contains("\"block\":\"Duplicate\"", status, StringComparison.Ordinal);
        Assert.Contains("already has this badge", status, StringComparison.Ordinal);
        Assert.Contains(
            "Credly allows this badge once per e-mail address, and maria.rossi@example.org already has it. We have told Test Certification Body. "
            + "You will get this one as soon as the other is revoked, or your e-mail address changes.",
            await MyBadgesOfAsync(second.MemberId),
            StringComparison.Ordinal);

        var stands = App.Clock.GetUtcNow();
        await App.Sandbox.Certification.TellAsync(CertificationNews.Revoked(first.AchievementId, "Awarded twice."));
        await App.BadgeAsync(second, BadgeState.Pending);
        await App.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{second.BadgeId}-claim");
        Assert.Equal(stands, App.Clock.GetUtcNow());
    }

    [Fact]
    public async Task It_is_told_once_however_often_it_is_tried_again_and_another_template_is_not_in_its_way()
    {
        await StartAsync(CallbackTypes.Blocked);
        await App.AwardAndMailAsync();
        var second = await App.AwardAsync();
        await App.BadgeAsync(second, badge => badge.Block is BadgeBlock.Duplicate);
        await App.AwardAndMailAsync(Achievement.Sample() with { TemplateCode = "level-c-project-manager", Category = "certificate" });
        await TakenAsync(1);

        await App.AdvanceUntilAsync(
            TimeSpan.FromHours(2), async () => (await App.Badges.GetAsync(second, CancellationToken.None)).Problem is { Failures: 3 });

        await App.EventsFollowedUpAsync();
        Assert.Single(Taken);
    }

    [Fact]
    public async Task An_address_that_changes_lets_the_second_badge_go_on()
    {
        await StartAsync(CallbackTypes.Blocked);
        await App.AwardAndMailAsync();
        var second = await App.AwardAsync(Achievement.Sample() with { Member = Bert });
        await App.BadgeAsync(second, badge => badge.Block is BadgeBlock.Duplicate);

        await App.Sandbox.Certification.TellAsync(CertificationNews.MemberUpdated(Bert with { Email = "bert@example.org" }));

        await App.BadgeAsync(second, BadgeState.Pending);
    }

    private async Task<string> MyBadgesOfAsync(string memberId)
    {
        using var response = await SignedIn.GetAsync(App, memberId, "/my-badges");
        return await response.Content.ReadAsStringAsync();
    }

    private static string? DataOf(ReceivedCallback callback, string name) => callback.Body.GetProperty("data").GetProperty(name).GetString();
}
