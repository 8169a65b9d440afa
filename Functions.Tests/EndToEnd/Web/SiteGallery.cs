using System.Buffers.Text;
using System.Text;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>
/// Every page of the site, in every state, and every kind of e-mail, for the tests that look at all of them. A new page is one line in
/// <see cref="PagesAsync"/>.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class SiteGallery : IAsyncLifetime, ICollectionFixture<SiteGallery>
{
    /// <summary>The tests that share one.</summary>
    public const string Collection = "Site gallery";

    private const string Maria = "m-1001";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly AwardedMember Newcomer = new() { Id = "m-new", GivenName = "Ana", FamilyName = "Lima", Email = "ana.lima@example.org" };

    private static readonly Member Empty = new("m-empty", "Ana", "Lima", "ana@example.org", "en");

    private BadgeApplication _onCredly = null!;
    private BadgeApplication _hosted = null!;

    internal IReadOnlyList<SitePage> Pages { get; private set; } = [];

    internal IReadOnlyList<Mail> Mails => _onCredly.Sandbox.Mailbox.Mails;

    public async Task InitializeAsync()
    {
        _onCredly = await BadgeApplication.StartAsync(("Claims:Reminders:0", "7.00:00:00"));
        _hosted = await BadgeApplication.StartAsync(
            ("Credly:BaseAddress", null), ("Credly:OrganizationId", null), ("Credly:AuthorizationToken", null), ("Badges:Platform", "OpenBadges"));
        await MailAsync();
        Pages = [.. await PagesAsync(), .. await HostedPagesAsync()];
    }

    public async Task DisposeAsync()
    {
        await _onCredly.DisposeAsync();
        await _hosted.DisposeAsync();
    }

    /// <summary>A window for the pages: its language is chosen, and who is signed in there.</summary>
    internal async Task<IPage> OpenAsync(string language)
    {
        var window = await _onCredly.Chromium.OpenAsync();
        foreach (var app in new[] { _onCredly, _hosted })
        {
            await window.Context.AddCookiesAsync([new Cookie { Name = "lang", Value = language, Url = app.Url }]);
        }

        return window;
    }

    /// <summary>The cookie of who is signed in.</summary>
    internal Task<string> CookieAsync(SitePage page) => SignedIn.CookieAsync(_onCredly, page.Member);

    /// <summary>Shows a page in a window of <see cref="OpenAsync"/>.</summary>
    internal async Task ShowAsync(IPage window, SitePage page)
    {
        var cookie = (await CookieAsync(page)).Split('=', 2);
        await window.Context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = Uri.UnescapeDataString(cookie[1]), Url = _onCredly.Url }]);
        if (page.Fails)
        {
            _onCredly.TableCalls.StopBeforeFirst(_ => true);
        }

        await window.GotoAsync(page.Address);
        if (page.IsUnchecked)
        {
            await window.Locator("main form").EvaluateAsync("form => form.noValidate = true");
        }

        if (page.Typed is { } address)
        {
            await window.Locator("#email").FillAsync(address);
        }

        if (page.Press is { } button)
        {
            await window.EvaluateAsync("window.isBefore = true");
            await window.Locator(button).First.ClickAsync();
            await BadgeApplication.UntilAsync(() => IsShownAsync(window), () => $"{page.Name} is not shown");
        }
    }

    private static async Task<bool> IsShownAsync(IPage window)
    {
        try
        {
            return await window.EvaluateAsync<bool>("!window.isBefore && document.readyState === 'complete'");
        }
        catch (PlaywrightException)
        {
            // Asked while one page went and the other came.
            return false;
        }
    }

    private async Task<IReadOnlyList<SitePage>> PagesAsync()
    {
        var addresses = _onCredly.Services.GetRequiredService<PublicAddress>();
        var (badges, links, now) = (_onCredly.Badges, _onCredly.Services.GetRequiredService<ClaimLink>(), _onCredly.Clock.GetUtcNow());
        Dictionary<string, Badge> all = [];
        foreach (var state in Enum.GetValues<BadgeState>().Except([BadgeState.TokenIssued]))
        {
            all[state.ToString()] = Of(state.ToString(), state);
        }

        all["Private"] = Of("Private", BadgeState.Accepted) with { Platform = A.Badge().Platform! with { State = PlatformState.Accepted, IsPublic = false } };
        all["Shared"] = Of("Shared", BadgeState.Accepted) with { IsShared = true };
        all["Shared and expired"] = Of("Shared and expired", BadgeState.Expired) with { IsShared = true };
        all["Shared and revoked"] = Of("Shared and revoked", BadgeState.Revoked) with { IsShared = true };
        all["Shared and suspended"] = Of("Shared and suspended", BadgeState.Accepted) with
        {
            // A template that is aligned to a framework.
            TemplateCode = "level-c-project-manager",
            Name = "Certified Project Manager, Level C",
            IsShared = true,
            Suspension = new Suspension(now, "A complaint is being examined."),
        };
        all["Late"] = Of("Late", BadgeState.Pending) with { ClaimableUntil = now.AddDays(-1) };
        var known = MemberStore.UpdateOf(null, new KnownMember(Empty, now));
        await _onCredly.Tables.GetTableClient(BadgeStore.Table).SubmitTransactionAsync(known.Writes);
        foreach (var badge in all.Values)
        {
            Assert.NotNull(await badges.TryAddAsync(badge, "shown", [], None));
            await _onCredly.Services.GetRequiredService<BadgeLookups>().TryAddAsync(A.Award(badge.AchievementId), None);
        }

        var (_, claim) = await _onCredly.AwardAndMailAsync(Achievement.Sample());
        var signIn = await _onCredly.Services.GetRequiredService<SignInLinks>().CreateAsync(
            A.Account(), _onCredly.Services.GetRequiredService<AddressDigest>().Of(A.Member().Email), None);
        var wallet = new Uri((await WalletApp.RegisterAsync(_onCredly)).AuthorizePath($"{Scopes.Credentials} {Scopes.Profile} {Scopes.Offline}")).PathAndQuery;
        return
        [
            At("Sign in", "/sign-in"),
            At("Sign in with an error", "/sign-in") with { Press = "main form button", IsUnchecked = true },
            At("Check your inbox", "/sign-in") with { Press = "main form button", Typed = "nobody@example.org" },
            At("Check your inbox for claim e-mails", "/sign-in") with { Press = "main form button >> nth=1", Typed = "nobody@example.org" },
            At("Sign in opened", signIn.AbsolutePath),
            At("Sign-in link that no longer works", "/sign-in/no-longer-good"),
            At("My badges", "/my-badges"),
            At("My badges without badges", "/my-badges") with { Member = Empty.Id },
            At("Badge that is not there", "/my-badges/no-such-badge"),
            At("E-mail addresses", "/my-addresses"),
            At("E-mail addresses with an error", "/my-addresses") with { Press = "form[action='/my-addresses'] button", IsUnchecked = true },
            At("E-mail address opened", LinkIn("/confirm-address/")),
            At("Address link that no longer works", "/confirm-address/no-longer-good"),
            At("Reminders", LinkIn("/reminders/")),
            At("Connect an app", wallet),
            At("App that is not known", "/oauth/authorize"),
            .. all.Where(one => one.Value.IsShared).Select(one => At($"Public badge: {one.Key}", addresses.PathOf(one.Value.Key))),
            .. all.Select(one => At($"Badge: {one.Key}", BadgePageFunction.PathOf(one.Value))),
            At("Add it to a wallet", $"{BadgePageFunction.PathOf(all["Shared"])}/wallet"),
            .. all.Select(one => At($"Claim: {one.Key}", links.PathFor(one.Value))),
            At("Claim with a notice", $"{claim.AbsolutePath}?notice=TokenExpired"),
            At("Claim with its dialog", claim.AbsolutePath) with { Press = "main form button" },
            At("Claim link that does not work", "/claim/no-such-link"),
            At("Page not found", "/nothing-here"),
            At("Error", links.PathFor(all[nameof(BadgeState.Pending)])) with { Press = "main form button", Fails = true },
        ];

        Badge Of(string name, BadgeState state) => A.Badge(state) with
        {
            Key = A.Award($"gallery-{name}").Badge,
            AchievementId = $"gallery-{name}",
            ClaimableUntil = now.AddDays(100),
            AcceptedAt = state is BadgeState.Accepted ? now : null,
            ExpiresOn = state is BadgeState.Expired ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1) : null,
            Evidence = new Uri("https://evidence.example.org/report"),
            Results = [new("Written exam", "87", ResultType.Percent, ResultStatus.Completed), new("Interview", null, ResultType.Status, ResultStatus.Provisional)],
        };

        SitePage At(string name, string path) => new(name, $"{_onCredly.Url}{path}", Maria);

        string LinkIn(string path) => Mails.Where(mail => mail.Text.Contains(path, StringComparison.Ordinal)).Select(mail => BadgeApplication.LinkIn(mail, path).AbsolutePath).First();
    }

    private async Task<IReadOnlyList<SitePage>> HostedPagesAsync()
    {
        var accepting = await ClaimAsync("accepting", press: null);
        var accepted = await ClaimAsync("accepted", "ACCEPT BADGE");
        var rejected = await ClaimAsync("rejected", "REJECT");
        return
        [
            At("Accept", accepting),
            At("Accept after rejecting", rejected),
            At("Accept link that does not work", $"{_hosted.Url}/accept/no-such-link"),
            At("Accepted", accepted),
            At("Public badge that is not there", $"{_hosted.Url}/badges/AAAAAAAAAAAAAAAAAAAAAA"),
            At("Check a badge", $"{_hosted.Url}/verify"),
            At("Check: valid", Check((await SharedAsync("valid")).Platform!.PublicUrl!.AbsoluteUri)),
            At("Check: altered", Check(await AlteredAsync(await SharedAsync("altered")))),
            At("Check: revoked", Check(await RevokedAsync(await SharedAsync("revoked")))),
            At("Check: another site's", Check("https://badges.example.org/1")),
        ];

        string Check(string what) => $"{_hosted.Url}/verify?link={Uri.EscapeDataString(what)}";

        static SitePage At(string name, string address) => new(name, address, Maria);
    }

    private async Task<Badge> SharedAsync(string name)
    {
        await ClaimAsync(name, "ACCEPT BADGE");
        var badge = await _hosted.BadgeAsync(new BadgeKey(Achievement.Sample().Member.Id, BadgeKey.BadgeIdOf($"gallery-{name}")), row => row.Credential is not null);
        return await _hosted.Badges.ChangeAsync(badge, what: null, row => row with { IsShared = true }, None);
    }

    // The credential with another name in it.
    private async Task<string> AlteredAsync(Badge badge)
    {
        var issued = await _hosted.Services.GetRequiredService<CredentialTable>().FindAsync(new CredentialPlace(badge.Credential!.List, badge.Credential.Index), None);
        var parts = Encoding.ASCII.GetString(issued!.Credential.Jwt).Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("Maria Rossi", "Mario Bossi", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
    }

    private async Task<string> RevokedAsync(Badge badge)
    {
        Assert.Equal(202, (await _hosted.Sandbox.Certification.TellAsync(CertificationNews.Revoked(badge.AchievementId, "Awarded by mistake"))).Status);
        return (await _hosted.BadgeAsync(badge.Key, row => row.Credential is { IsRevoked: true })).Platform!.PublicUrl!.AbsoluteUri;
    }

    private async Task<string> ClaimAsync(string name, string? press)
    {
        var (_, link) = await _hosted.AwardAndMailAsync(Achievement.Sample() with { AchievementId = $"gallery-{name}" });
        using var member = new MemberBrowser();
        await member.OpenAsync(link, None);
        await member.PressAsync("CLAIM BADGE", None);
        await member.PressAsync("GO TO MY BADGE", None);
        if (press is not null)
        {
            await member.PressAsync(press, None);
        }

        return member.Address.AbsoluteUri;
    }

    // One of each kind, as they arrive.
    private async Task MailAsync()
    {
        var claimed = Achievement.Sample() with { Member = Newcomer };
        var (badge, _) = await _onCredly.AwardAndMailAsync(claimed);
        _onCredly.Clock.Advance(TimeSpan.FromDays(7));
        await _onCredly.MailAsync(mail => mail.Categories.Contains(BadgeMail.Reminder(1)));
        await TellAsync(CertificationNews.Corrected(claimed with { Member = Newcomer with { FamilyName = "Lima Souza" } }));
        await _onCredly.MailAsync(mail => mail.Categories.Contains(BadgeMail.Update(2)));
        await TellAsync(CertificationNews.Revoked(claimed.AchievementId, "Awarded by mistake"));
        await _onCredly.MailAsync(mail => mail.Categories.Contains(BadgeMail.Revoked));
        using var browser = await Members.SignInAsync(_onCredly, Newcomer.Email);
        await Members.AddAsync(_onCredly, browser, "ana@private.example");
        await _onCredly.MailAsync(mail => mail.ToAddress == "ana@private.example");
        await _onCredly.BadgeAsync(badge, BadgeState.Revoked);
    }

    private async Task TellAsync(CertificationNews news) => Assert.Equal(202, (await _onCredly.Sandbox.Certification.TellAsync(news)).Status);
}

/// <summary>A page in one of its states.</summary>
/// <param name="Name">Names it in what a test says.</param>
/// <param name="Address">Its address.</param>
/// <param name="Member">Who is signed in.</param>
internal sealed record SitePage(string Name, string Address, string Member)
{
    /// <summary>What is pressed to come to it, as a CSS selector.</summary>
    public string? Press { get; init; }

    /// <summary>The e-mail address that is typed before.</summary>
    public string? Typed { get; init; }

    /// <summary>Whether the browser lets a form pass that is not filled in.</summary>
    public bool IsUnchecked { get; init; }

    /// <summary>Whether the app's storage fails when it is pressed.</summary>
    public bool Fails { get; init; }
}
