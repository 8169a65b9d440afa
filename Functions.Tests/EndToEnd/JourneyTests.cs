using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class JourneyTests
{
    [Fact]
    public async Task A_badge_is_awarded_claimed_and_accepted()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, link) = await app.AwardAndMailAsync();

        await BadgeApplication.AcceptAsync(link);

        var accepted = await app.BadgeAsync(badge, BadgeState.Accepted);
        Assert.NotNull(accepted.AcceptedAt);
        Assert.StartsWith(app.Sandbox.Addresses.Sandbox, accepted.Platform!.PublicUrl!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Single(app.Sandbox.Credly.Badges);
    }
}
