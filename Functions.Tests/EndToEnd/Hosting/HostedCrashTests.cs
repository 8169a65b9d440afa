using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Hosting;

/// <summary>What is on disk when the app stops between two steps of issuing, accepting or replacing a hosted badge leads on.</summary>
public sealed class HostedCrashTests : HostedTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_acceptance_reaches_the_badge_when_it_is_pressed_again_or_within_a_day_when_the_app_stopped_beside_its_write(bool isBefore)
    {
        var badge = await ClaimedAsync();
        var accept = Member.Address;
        Func<string, Task> stop = write => IsAcceptance(write) ? throw new IOException("The app stops here.") : Task.CompletedTask;
        (App.TableCalls.BeforeWrite, App.TableCalls.AfterWrite) = (isBefore ? stop : null, isBefore ? null : stop);
        await Record.ExceptionAsync(() => Member.PressAsync("ACCEPT BADGE", None));
        (App.TableCalls.BeforeWrite, App.TableCalls.AfterWrite) = (null, null);

        await Member.OpenAsync(accept, None);
        await Record.ExceptionAsync(() => Member.PressAsync("ACCEPT BADGE", None));
        await App.AdvanceUntilAsync(
            TimeSpan.FromMinutes(20), async () => (await App.Badges.GetAsync(badge, None)).State is BadgeState.Accepted);

        Assert.Contains("Maria Rossi", await PageAsync(badge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_can_be_accepted_when_the_app_stops_before_its_row_is_written()
    {
        App.TableCalls.StopBeforeFirst(write => IsHosted(write) && write.Contains("RecipientName", StringComparison.Ordinal));
        var badge = await App.AwardAsync(Achievement);
        await App.AdvanceUntilAsync(
            TimeSpan.FromSeconds(1), async () => await App.Badges.FindAsync(badge, None) is { State: BadgeState.Pending });
        var mail = await App.MailAsync(_ => true);
        await ClaimAsync(Member, BadgeApplication.LinkIn(mail, "/claim/"));

        await Member.PressAsync("ACCEPT BADGE", None);

        Assert.Contains("Maria Rossi", Member.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_is_made_when_the_app_stops_between_its_two_writes()
    {
        var badge = await ClaimedAsync();
        var accept = Member.Address;
        App.TableCalls.StopBeforeFirst(write => IsHosted(write) && write.Contains("Bianchi", StringComparison.Ordinal));

        await CorrectAsync("Bianchi");
        await App.AdvanceUntilAsync(
            TimeSpan.FromSeconds(20), async () => (await App.Badges.GetAsync(badge, None)).Platform!.Revision == 2);

        await Member.OpenAsync(accept, None);
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.BadgeAsync(badge, BadgeState.Accepted);
        Assert.Contains("Bianchi", await PageAsync(badge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_after_a_replacement_that_was_cut_off_is_shown()
    {
        var badge = await ClaimedAsync();
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
        var page = (await SharedAsync(badge)).Platform!.PublicUrl!;
        await Hosted.ChangeAsync(HostedBadge.IdOf(badge, 1), current => current.GivenWayTo(HostedBadge.IdOf(badge, 2)), None);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await App.Client.GetAsync(page)).StatusCode);

        await TellAsync(BadgeFunctions.Sandbox.Certification.CertificationNews.Revoked(Achievement.AchievementId, "By mistake"));

        await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await App.Client.GetAsync(page)).StatusCode);
    }

    private static bool IsHosted(string write) => write.Contains("/HostedBadges", StringComparison.Ordinal);

    private static bool IsAcceptance(string write) => IsHosted(write) && write.Contains("\"State\":\"Accepted\"", StringComparison.Ordinal);
}
