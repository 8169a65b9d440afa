using System.Net;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The member's side of the Credly stand-in.</summary>
public sealed class CredlyMemberTests : IAsyncLifetime, IDisposable
{
    private readonly MemberBrowser _member = new();
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    public void Dispose() => _member.Dispose();

    [Fact]
    public async Task The_accept_link_leads_by_way_of_a_new_account_to_the_badge_and_changes_nothing_itself()
    {
        await OpenAcceptLinkAsync();
        Assert.Equal("maria.rossi@example.org", _member.Page.QuerySelector("[name=email]")!.GetAttribute("value"));
        Assert.Equal(CredlyBadgeState.Pending, Badge.State);

        await CreateAccountAsync();
        await _member.PressAsync("Accept Badge", CancellationToken.None);

        Assert.Equal(CredlyBadgeState.Accepted, Badge.State);
        using var seenByAnyone = await _standIns.Http.GetAsync($"/credly/badges/{Badge.Id}");
        Assert.Contains("This badge was issued on 26 April 2021.", await seenByAnyone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_a_badge_that_is_pending_rejected_or_private()
    {
        await OpenAcceptLinkAsync();
        await AssertHiddenAsync();

        await CreateAccountAsync();
        await _member.PressAsync("Reject", CancellationToken.None);
        Assert.Equal(CredlyBadgeState.Rejected, Badge.State);
        await AssertHiddenAsync();

        await _member.PressAsync("Accept Badge", CancellationToken.None);
        await _member.PressAsync("Make it private", CancellationToken.None);
        Assert.Equal("badge.privacy.changed", _standIns.Sandbox.Credly.Events[^1].EventType);
        await AssertHiddenAsync();
    }

    [Fact]
    public async Task An_accepted_badge_is_shared_while_it_is_public()
    {
        await OpenAcceptLinkAsync();
        await CreateAccountAsync();
        var share = At($"/credly/dashboard/badges/{Badge.Id}/share");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _member.OpenAsync(share, CancellationToken.None));

        _standIns.Sandbox.Credly.SetState(Badge.Id, CredlyBadgeState.Accepted);
        await _member.OpenAsync(share, CancellationToken.None);

        var address = _member.Page.QuerySelector("#url")!.GetAttribute("value")!;
        using var seenByAnyone = await _standIns.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, seenByAnyone.StatusCode);
        var links = _member.Page.QuerySelectorAll("main .actions a").ToDictionary(link => link.TextContent, link => link.GetAttribute("href")!);
        Assert.Equal(["LinkedIn", "Add to LinkedIn profile", "Facebook", "X", "E-mail"], links.Keys);
        Assert.All(links.Values, link => Assert.Contains(Uri.EscapeDataString(address), link, StringComparison.Ordinal));
        using var stranger = await _standIns.Http.GetAsync(share);
        Assert.Equal(HttpStatusCode.SeeOther, stranger.StatusCode);
    }

    [Fact]
    public async Task With_auto_accept_the_next_badge_is_accepted_at_once()
    {
        await OpenAcceptLinkAsync();
        await CreateAccountAsync();
        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);
        await _member.PressAsync("Turn on", CancellationToken.None, ("value", "on"));

        var order = StandIns.Order();
        (order["badge_template_id"], order["issuer_earner_id"]) = ("5b1f0c1e-6f0a-4a3b-9a57-0d2f8f1f4a02", "earner-2");
        var badge = await _standIns.IssueAsync(order);

        Assert.Equal("accepted", badge.GetProperty("state").GetString());
    }

    [Fact]
    public async Task With_its_first_badge_a_member_can_turn_auto_accept_on()
    {
        await OpenAcceptLinkAsync();
        await CreateAccountAsync();

        await _member.PressAsync("Accept Badge", CancellationToken.None, ("auto", "on"));

        Assert.True(_standIns.Sandbox.Credly.AccountOf("maria.rossi@example.org")!.AutoAccept);
    }

    [Fact]
    public async Task Auto_accept_is_offered_only_for_an_organization_that_has_issued_a_badge_to_the_member()
    {
        await _member.OpenAsync(At("/credly/register"), CancellationToken.None);
        await _member.PressAsync(
            "Create Account",
            CancellationToken.None,
            ("first", "Maria"), ("last", "Rossi"), ("email", "maria.rossi@example.org"), ("password", "correct horse"), ("terms", "yes"));

        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);
        Assert.DoesNotContain("Turn on", _member.Page.Body!.TextContent, StringComparison.Ordinal);

        await LinkAsync();
        await _member.OpenAsync(At("/credly/settings"), CancellationToken.None);
        Assert.Contains("Turn on", _member.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_accept_token_and_a_wrong_password_are_refused()
    {
        var link = await LinkAsync();
        _standIns.Sandbox.Credly.CreateAccount("Maria", "Rossi", "maria.rossi@example.org", "correct horse");

        using var forged = await _standIns.Http.GetAsync($"{link}0");
        using var wrong = await _standIns.Http.PostAsync("/credly/sign-in", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["email"] = "maria.rossi@example.org", ["password"] = "wrong" }));

        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    private CredlyBadge Badge => _standIns.Sandbox.Credly.Badges[0];

    private Uri At(string path) => new($"{_standIns.Sandbox.Addresses.Sandbox}{path}");

    private async Task<Uri> LinkAsync() => new((await _standIns.IssueAsync()).GetProperty("accept_badge_url").GetString()!);

    private async Task OpenAcceptLinkAsync() => await _member.OpenAsync(await LinkAsync(), CancellationToken.None);

    private Task CreateAccountAsync() =>
        _member.PressAsync("Create Account", CancellationToken.None, ("password", "correct horse"), ("terms", "yes"));

    private async Task AssertHiddenAsync()
    {
        using var answer = await _standIns.Http.GetAsync($"/credly/badges/{Badge.Id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
