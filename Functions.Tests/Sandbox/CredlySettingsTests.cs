using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>A member's addresses, as Credly's settings have them.</summary>
public sealed class CredlySettingsTests : IAsyncLifetime, IDisposable
{
    private const string Awarded = "maria.rossi@example.org";
    private const string Home = "maria@home.example";
    private const string Password = "correct horse";

    private readonly MemberBrowser _member = new();
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    public void Dispose() => _member.Dispose();

    [Fact]
    public async Task A_badge_for_another_address_is_found_once_the_address_is_added_and_confirmed()
    {
        var link = new Uri((await _standIns.IssueAsync()).GetProperty("accept_badge_url").GetString()!);
        await SignInAsync(Home);
        await _member.OpenAsync(link, CancellationToken.None);
        await _member.PressAsync("Add", CancellationToken.None);
        await _member.OpenAsync(At("/credly/dashboard"), CancellationToken.None);
        Assert.DoesNotContain(Badge.Template.Name, _member.Page.Body!.TextContent, StringComparison.Ordinal);

        await _member.OpenAsync(ConfirmationLink(), CancellationToken.None);
        Assert.Null(Credly.AccountOf(Awarded));
        await _member.PressAsync("Confirm My Email", CancellationToken.None);
        await _member.OpenAsync(link, CancellationToken.None);
        await _member.PressAsync("Accept Badge", CancellationToken.None);

        Assert.Equal(CredlyBadgeState.Accepted, Badge.State);
    }

    [Fact]
    public async Task A_confirmation_is_void_once_it_is_used_or_another_account_has_the_address()
    {
        await SignInAsync(Home);
        await AddAsync(Awarded);
        Credly.CreateAccount("Maria", "Rossi", Awarded, Password);

        await _member.OpenAsync(ConfirmationLink(), CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _member.PressAsync("Confirm My Email", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _member.OpenAsync(ConfirmationLink(), CancellationToken.None));

        Assert.Equal([Home], Credly.AccountOf(Home)!.Emails);
    }

    [Fact]
    public async Task Only_the_link_of_the_last_mail_confirms_an_address()
    {
        await SignInAsync(Home);
        await AddAsync(Awarded);
        var first = ConfirmationLink();
        await _member.PressAsync("Send again", CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _member.OpenAsync(first, CancellationToken.None));
        await _member.OpenAsync(ConfirmationLink(), CancellationToken.None);
        await _member.PressAsync("Confirm My Email", CancellationToken.None);

        Assert.Equal([Home, Awarded], Credly.AccountOf(Home)!.Emails);
    }

    [Fact]
    public async Task An_address_that_is_removed_takes_its_badges_with_it()
    {
        await _standIns.IssueAsync();
        var account = await SignInAsync(Home);
        Credly.Save(account with { Emails = [Home, Awarded] });

        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);
        await _member.PressAsync("Remove", CancellationToken.None);

        Assert.Empty(Credly.Badges);
        Assert.Equal("badge.deleted", Credly.Events[^1].EventType);
        Assert.Equal([Home], Credly.Account(account.Id)!.Emails);
    }

    [Fact]
    public async Task The_default_address_can_be_changed_and_not_be_removed()
    {
        var account = await SignInAsync(Home);
        Credly.Save(account with { Emails = [Home, Awarded] });
        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);

        await _member.PressAsync("Make default", CancellationToken.None);

        Assert.Equal([Awarded, Home], Credly.Account(account.Id)!.Emails);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _member.PressAsync("Remove", CancellationToken.None, ("email", Awarded)));
        Assert.Equal([Awarded, Home], Credly.Account(account.Id)!.Emails);
    }

    private CredlyStandIn Credly => _standIns.Sandbox.Credly;

    private CredlyBadge Badge => Credly.Badges[0];

    private Uri At(string path) => new($"{_standIns.Sandbox.Addresses.Sandbox}{path}");

    private Uri ConfirmationLink() => BadgeApplication.LinkIn(_standIns.Sandbox.Mailbox.Mails[^1], "/confirm-email");

    private async Task<CredlyAccount> SignInAsync(string email)
    {
        var account = Credly.CreateAccount("Maria", "Rossi", email, Password);
        await _member.OpenAsync(At("/credly/sign-in"), CancellationToken.None);
        await _member.PressAsync("Sign in", CancellationToken.None, ("email", email), ("password", Password));
        return account;
    }

    private async Task AddAsync(string email)
    {
        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);
        await _member.PressAsync("Add", CancellationToken.None, ("email", email));
    }
}
