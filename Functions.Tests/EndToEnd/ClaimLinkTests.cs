using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Until when a claim link is good.</summary>
public sealed class ClaimLinkTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Achievement _achievement = Achievement.Sample();
    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _link) = await _app.AwardAndMailAsync(_achievement);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_link_in_a_mailbox_that_was_the_wrong_one_is_out_of_date_also_on_a_page_that_was_open()
    {
        using var stranger = new MemberBrowser();
        await stranger.OpenAsync(_link, None);

        await MoveAsync();

        Assert.Equal(HttpStatusCode.Gone, await OpenAsync(_link));
        Assert.Contains("It was sent to an earlier e-mail address.", await (await _app.Client.GetAsync(_link)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.PressAsync("CLAIM BADGE", None));
        Assert.Equal(BadgeState.Pending, (await _app.Badges.GetAsync(_badge, None)).State);
    }

    [Fact]
    public async Task A_token_that_was_given_out_with_it_is_out_of_date_with_it()
    {
        using var stranger = new MemberBrowser();
        await stranger.OpenAsync(_link, None);
        await stranger.PressAsync("CLAIM BADGE", None);

        await MoveAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.PressAsync("GO TO CREDLY", None));
        Assert.Equal(BadgeState.TokenIssued, (await _app.Badges.GetAsync(_badge, None)).State);
    }

    [Fact]
    public async Task An_address_that_changes_while_the_button_is_pressed_leaves_nothing_claimed()
    {
        using var stranger = new MemberBrowser();
        await stranger.OpenAsync(_link, None);
        _app.TableCalls.BeforeFirst(write => write.Contains("\"State\":\"TokenIssued\"", StringComparison.Ordinal), MoveAsync);

        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.PressAsync("CLAIM BADGE", None));

        Assert.Equal(BadgeState.Pending, (await _app.Badges.GetAsync(_badge, None)).State);
    }

    [Fact]
    public async Task A_correction_that_leaves_the_address_leaves_the_link()
    {
        await CorrectAsync();

        Assert.Equal(HttpStatusCode.OK, await OpenAsync(_link));
    }

    private async Task<HttpStatusCode> OpenAsync(Uri address) => (await _app.Client.GetAsync(address)).StatusCode;

    private Task MoveAsync() => TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "right@example.org" }));

    private Task CorrectAsync() => TellAsync(
        CertificationNews.Corrected(_achievement with { Member = _achievement.Member with { FamilyName = "Bianchi" } }));

    private async Task TellAsync(CertificationNews news)
    {
        Assert.Equal(202, (await _app.Sandbox.Certification.TellAsync(news)).Status);
        await _app.BadgeAsync(_badge, row => row.Platform?.Revision == 2);
    }
}
