using System.Net;
using System.Net.Http.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>What Credly's webhooks tell, in whatever order and however often they come.</summary>
public sealed class CredlyEventTests
{
    [Fact]
    public async Task A_revocation_on_credly_after_the_acceptance_reaches_the_row_and_the_member()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, there) = await AcceptedAsync(app);

        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Revoked, "Not earned");

        var revoked = await app.BadgeAsync(badge, BadgeState.Revoked);
        Assert.Equal("Not earned", revoked.RevocationReason);
        var mail = await app.MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-revoked");
        Assert.Contains("Reason: Not earned", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_that_is_deleted_on_credly_is_revoked_here()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, there) = await AcceptedAsync(app);

        app.Sandbox.Credly.Delete(there);

        var revoked = await app.BadgeAsync(badge, BadgeState.Revoked);
        Assert.Equal("It was deleted on the platform.", revoked.RevocationReason);
        Assert.Null(revoked.Problem);
    }

    [Fact]
    public async Task A_page_that_its_earner_hides_is_not_linked()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, there) = await AcceptedAsync(app);

        app.Sandbox.Credly.SetHidden(there, isHidden: true);

        var hidden = await app.BadgeAsync(badge, row => row.Platform is { IsPublic: false });
        Assert.Null(hidden.VisibleUrl);
    }

    [Fact]
    public async Task Events_that_come_in_reverse_and_three_times_each_leave_what_is_true()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyWebhooks.Hold = true;
        app.Sandbox.CredlyWebhooks.Copies = 3;
        var (badge, _) = await app.AwardAndMailAsync();
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Rejected);
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        app.Sandbox.Credly.SetHidden(there, isHidden: true);

        app.Sandbox.CredlyWebhooks.ReleaseInReverse();

        await app.BadgeAsync(badge, row => row is { State: BadgeState.Accepted, Platform.IsPublic: false });
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        await BadgeApplication.UntilAsync(
            async () =>
            {
                var open = 0;
                await foreach (var instance in app.Durable.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "credly-event-" }))
                {
                    open += instance.IsCompleted ? 0 : 1;
                }

                return open == 0;
            },
            () => "an event is still followed up");
        Assert.Equal(BadgeState.Accepted, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
        Assert.Single(app.Sandbox.Mailbox.Mails);
    }

    [Fact]
    public async Task A_badge_that_an_administrator_replaces_on_credly_is_followed_to_the_new_one()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, there) = await AcceptedAsync(app);
        var old = app.Sandbox.Credly.Badge(there)!;

        var replacement = app.Sandbox.Credly.Replace(there, old with { Id = Guid.NewGuid(), LastName = "Rossi-Bianchi" })!;

        var followed = await app.BadgeAsync(badge, row => row.Platform?.Id == replacement.Id.ToString());
        Assert.Equal(BadgeState.Accepted, followed.State);
    }

    [Fact]
    public async Task A_renewal_replaces_what_an_administrator_put_in_the_badge_s_place_on_credly()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, replacement) = await ReplacedUnheardAsync(app, achievement);

        await app.Sandbox.Certification.TellAsync(CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));

        var renewed = await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal(renewed.Platform!.Id, app.Sandbox.Credly.Badge(replacement)!.ReplacedBy.ToString());
    }

    [Fact]
    public async Task A_revocation_takes_back_what_an_administrator_put_in_the_badge_s_place_on_credly()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, replacement) = await ReplacedUnheardAsync(app, achievement);

        await app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, "Awarded by mistake"));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(CredlyBadgeState.Revoked, app.Sandbox.Credly.Badge(replacement)!.State);
    }

    [Fact]
    public async Task A_flood_of_forged_events_is_answered_and_does_no_harm()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ForgeAsync(app)));
        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await app.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task With_oauth_instead_of_the_token_a_badge_goes_all_the_way()
    {
        await using var app = await BadgeApplication.StartAsync(
            ("Credly:AuthorizationToken", null),
            ("Credly:ClientId", TestSettings.Sandbox.CredlyClientId),
            ("Credly:ClientSecret", TestSettings.Sandbox.CredlyClientSecret),
            ("Credly:TokenAddress", "http://localhost:1/oauth/token"));
        // The Sandbox's port is known only now.
        app.Services.GetRequiredService<IOptions<CredlyOptions>>().Value.TokenAddress = new Uri($"{app.Sandbox.Addresses.Sandbox}/oauth/token");
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.CredlySignIn.Forget();

        app.Sandbox.Credly.SetState(Assert.Single(app.Sandbox.Credly.Badges).Id, CredlyBadgeState.Accepted);

        await app.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.DoesNotContain(app.Logs.All, log => log.Message.Contains(TestSettings.Sandbox.CredlyClientSecret, StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> ForgeAsync(BadgeApplication app)
    {
        using var response = await app.Client.PostAsJsonAsync(
            $"/webhooks/credly?code={TestSettings.CredlyKey}",
            new { id = Guid.NewGuid(), organization_id = TestSettings.Sandbox.CredlyOrganizationId, event_type = "badge.state.changed" });
        return response.StatusCode;
    }

    private static async Task<(BadgeKey Badge, Guid Replacement)> ReplacedUnheardAsync(BadgeApplication app, Achievement achievement)
    {
        var (badge, there) = await AcceptedAsync(app, achievement);
        app.Sandbox.CredlyWebhooks.Deliver = false;
        var old = app.Sandbox.Credly.Badge(there)!;
        return (badge, app.Sandbox.Credly.Replace(there, old with { Id = Guid.NewGuid(), LastName = "Rossi-Bianchi" })!.Id);
    }

    private static async Task<(BadgeKey Badge, Guid There)> AcceptedAsync(BadgeApplication app, Achievement? achievement = null)
    {
        var (badge, _) = await app.AwardAndMailAsync(achievement);
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        return (badge, there);
    }
}
