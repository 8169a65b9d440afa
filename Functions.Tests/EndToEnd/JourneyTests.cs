using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class JourneyTests
{
    [Fact]
    public async Task A_badge_is_awarded_claimed_and_accepted()
    {
        await using var app = await BadgeApplication.StartAsync();
        var (badge, link) = await app.AwardAndMailAsync();

        using var member = new MemberBrowser();
        await member.OpenAsync(link, CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
        await member.PressAsync("Create Account", CancellationToken.None, ("first", "Maria"), ("last", "Rossi"), ("password", "correct horse"), ("terms", "yes"));
        await member.PressAsync("Accept Badge", CancellationToken.None);

        var accepted = await app.BadgeAsync(badge, BadgeState.Accepted);
        Assert.NotNull(accepted.AcceptedAt);
        Assert.StartsWith(app.Sandbox.Addresses.Sandbox, accepted.Platform!.PublicUrl!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Single(app.Sandbox.Mailbox.Mails);
        Assert.Single(app.Sandbox.Credly.Badges);
    }
}
