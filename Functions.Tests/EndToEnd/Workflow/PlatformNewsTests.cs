using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Credly;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

public sealed class PlatformNewsTests
{
    [Fact]
    public async Task News_that_comes_while_earlier_news_is_followed_up_is_followed_up_too()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);
        app.Sandbox.CredlyWebhooks.Deliver = false;
        var there = Assert.Single(app.Sandbox.Credly.Badges).Id;
        app.Sandbox.Credly.SetState(there, CredlyBadgeState.Accepted);
        app.TableCalls.BeforeFirst(
            // By now the badge has been read.
            write => write.Contains("\"State\":\"Accepted\"", StringComparison.Ordinal),
            () =>
            {
                app.Sandbox.Credly.SetState(there, CredlyBadgeState.Revoked, "By mistake");
                return app.ReadFromPlatformAsync(badge);
            });

        await app.ReadFromPlatformAsync(badge);

        await app.BadgeAsync(badge, BadgeState.Revoked);
    }
}
