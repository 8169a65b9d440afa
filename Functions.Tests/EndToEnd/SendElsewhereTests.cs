using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>A member sends a badge that they have not accepted to another of their addresses.</summary>
public sealed class SendElsewhereTests : IAsyncLifetime
{
    private const string Employer = "anna@employer.example";
    private const string Private = "anna@private.example";
    private const string Button = "Send it to another address";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AwardedMember Anna = new() { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = Employer };

    private readonly Achievement _achievement = Achievement.Sample() with { Member = Anna };

    private BadgeApplication _app = null!;
    private MemberBrowser _anna = null!;
    private BadgeKey _badge = null!;
    private Uri _link = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _link) = await _app.AwardAndMailAsync(_achievement);
        _anna = await Members.SignInAsync(_app, Employer);
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_platform_s_badge_is_replaced_the_former_link_ends_and_the_e_mail_goes_to_the_new_address()
    {
        await SendAsync();

        Assert.Equal(PathOf(_badge), _anna.Address.AbsolutePath);
        Assert.Contains($"Issued to {Private}", _anna.Page.Body!.TextContent, StringComparison.Ordinal);
        await _app.BadgeAsync(_badge, badge => badge.Platform?.Revision == 2);
        Assert.Equal(Private, AddressOnCredly);
        Assert.Equal(HttpStatusCode.Gone, (await _app.Client.GetAsync(_link)).StatusCode);
        var mail = await _app.MailAsync(mail => mail.ToAddress == Private && mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{_badge.BadgeId}-update-2");
        await BadgeApplication.AcceptAsync(BadgeApplication.LinkIn(mail, "/claim/"));
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);
        Assert.Equal(Private, (await _app.BadgeAsync(_badge, BadgeState.Accepted)).IssuedTo);
    }

    [Fact]
    public async Task The_certification_system_s_later_word_neither_undoes_it_nor_issues_it_twice()
    {
        await SendAsync();
        await _app.BadgeAsync(_badge, badge => badge.Platform?.Revision == 2);

        await Members.TellAsync(_app, CertificationNews.MemberUpdated(Anna with { Email = "anna@new.example" }));
        Assert.Equal(2, (await _app.Badges.FindAsync(_badge, None))!.Revision);
        await Members.TellAsync(_app, CertificationNews.Corrected(_achievement with { Member = Anna with { Email = "anna@newer.example", FamilyName = "Poe" } }));

        var badge = await _app.BadgeAsync(_badge, one => one is { Revision: 3, Platform.Revision: 3 });
        Assert.Equal((Private, "Poe"), (badge.Recipient.Email, badge.Recipient.FamilyName));
        Assert.Equal(Private, AddressOnCredly);
    }

    [Fact]
    public async Task A_badge_that_Credly_refuses_for_an_address_is_issued_at_another()
    {
        var second = await _app.AwardAsync(Achievement.Sample() with { Member = Anna, AchievementId = "another" });
        await _app.BadgeAsync(second, badge => badge.Block is BadgeBlock.Duplicate);

        await SendAsync(second);

        await _app.BadgeAsync(second, BadgeState.Pending);
        await _app.MailAsync(mail => mail.ToAddress == Private && mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{second.BadgeId}-claim");
    }

    [Fact]
    public async Task An_accepted_badge_stays_and_a_form_that_was_open_changes_nothing()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(_badge)}"), None);
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);

        await _anna.PressAsync(Button, None, ("address", DigestOf(Private)));

        Assert.DoesNotContain(Button, _anna.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((Employer, 1), ((await _app.Badges.FindAsync(_badge, None))!.Recipient.Email, (await _app.Badges.FindAsync(_badge, None))!.Revision));
    }

    [Fact]
    public async Task It_is_sent_to_no_address_that_is_not_the_member_s_own_and_by_no_form_from_elsewhere()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await Members.AddAsync(_app, _anna, "anna@unconfirmed.example");
        foreach (var address in (string[])["anna@unconfirmed.example", "stranger@example.org"])
        {
            await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(_badge)}"), None);
            await _anna.PressAsync(Button, None, ("address", DigestOf(address)));
        }

        await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(_badge)}"), None);
        await _anna.PressAsync(Button, None, ("address", DigestOf(Private)), ("__form", "forged"));

        Assert.Equal(1, (await _app.Badges.FindAsync(_badge, None))!.Revision);
    }

    [Fact]
    public async Task Another_member_s_badge_cannot_be_sent_anywhere()
    {
        var theirs = await _app.AwardAsync(Achievement.Sample() with { AchievementId = "theirs" });
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(_badge)}"), None);
        _anna.Page.QuerySelector($"form[action='{PathOf(_badge)}/address']")!.SetAttribute("action", $"{PathOf(theirs)}/address");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _anna.PressAsync(Button, None, ("address", DigestOf(Private))));

        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        Assert.Equal("maria.rossi@example.org", (await _app.BadgeAsync(theirs, badge => badge.Platform is not null)).Recipient.Email);
    }

    [Fact]
    public async Task A_badge_is_sent_elsewhere_five_times_an_hour()
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        for (var sent = 0; sent < 5; sent++)
        {
            await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(_badge)}"), None);
            await _anna.PressAsync(Button, None, ("address", DigestOf(sent % 2 == 0 ? Private : Employer)));
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _anna.PressAsync(Button, None, ("address", DigestOf(Employer))));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Private, (await _app.Badges.FindAsync(_badge, None))!.Recipient.Email);
        await _app.EventsFollowedUpAsync();
        Assert.Equal(Private, AddressOnCredly);
    }

    private async Task SendAsync(BadgeKey? badge = null)
    {
        await Members.ConfirmAsync(_app, _anna, Private);
        await _anna.OpenAsync(new Uri($"{_app.Url}{PathOf(badge ?? _badge)}"), None);
        await _anna.PressAsync(Button, None, ("address", DigestOf(Private)));
    }

    private string AddressOnCredly =>
        _app.Sandbox.Credly.Badges.Single(badge => badge.IssuerEarnerId == _badge.BadgeId && badge.ReplacedBy is null).RecipientEmail;

    private static string PathOf(BadgeKey badge) => $"/my-badges/{badge.BadgeId}";

    private string DigestOf(string address) => ((AddressDigest)_app.Services.GetService(typeof(AddressDigest))!).Of(address);
}
