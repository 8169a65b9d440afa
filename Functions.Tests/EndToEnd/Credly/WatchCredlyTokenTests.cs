using BadgeFunctions.Functions.Credly.Authentication;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>The nightly look at the end of the organization's token, started by hand.</summary>
public sealed class WatchCredlyTokenTests
{
    [Theory]
    [InlineData(31, false)]
    [InlineData(29, true)]
    [InlineData(-1, true)]
    public async Task It_warns_from_thirty_days_before_the_token_ends(int daysLeft, bool warns)
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyTokens.EndApps(app.Clock.GetUtcNow().AddDays(daysLeft));

        await WatchAsync(app);

        Assert.Equal(warns, Warnings(app).Any(message => message.Contains("token", StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Logs.All, log => log.Message.Contains(TestSettings.Sandbox.CredlyToken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_credly_does_not_tell_is_no_warning()
    {
        await using var app = await BadgeApplication.StartAsync();
        app.Sandbox.Faults.Add("GET", "/v1/", new Fault(FaultKind.Answer, 403));

        await WatchAsync(app);

        Assert.Empty(Warnings(app));
    }

    private static Task WatchAsync(BadgeApplication app) =>
        ActivatorUtilities.CreateInstance<WatchCredlyToken>(app.Services).Run(new TimerInfo(), CancellationToken.None);

    private static IEnumerable<string> Warnings(BadgeApplication app) =>
        app.Logs.All.Where(log => log.Level >= LogLevel.Warning).Select(log => log.Message);
}
