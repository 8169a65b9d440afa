using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>A badge's own page, for its member alone.</summary>
public sealed class BadgePageTests : IAsyncLifetime
{
    private const string Member = "m-1001";

    private static readonly AwardedMember Other = new() { Id = "m-other", GivenName = "Anna", FamilyName = "Roe", Email = "anna@example.org" };

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _) = await _app.AwardAndMailAsync(Achievement.Sample() with { Evidence = "https://evidence.example.org/1", ExpiresOn = "2091-04-26" });
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_badge_of_My_badges_opens_its_page_which_says_what_it_stands_for_and_what_to_do_next()
    {
        var page = await SignedIn.OpenAsync(_app, Member, "/my-badges");

        await page.GetByRole(AriaRole.Link, new() { Name = "Best Practice Week attendee" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync($"{_app.Url}/my-badges/{_badge.BadgeId}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Best Practice Week attendee");
        var main = page.Locator("main");
        foreach (var text in new[]
        {
            "26 April 2021", "26 April 2091", "Test Certification Body", "Attended the Best Practice Week, a full conference",
            "Registered for the Best Practice Week and took part in its sessions.", "Best practice", "https://evidence.example.org/1", "Days", "Paid", "IPMA Individual Competence Baseline 4.0",
            "within the time limit of 2 minutes", "maria.rossi@example.org", "auto-accept", "make it public",
        })
        {
            await Assertions.Expect(main).ToContainTextAsync(text);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "CLAIM BADGE" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_accepted_badge_says_when_and_where_it_was_accepted_and_is_not_claimed_again()
    {
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);

        using var response = await SignedIn.GetAsync(_app, Member, $"/my-badges/{_badge.BadgeId}");

        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches("Accepted on Credly on [0-9]{1,2} [A-Z]", html);
        Assert.Contains($"/credly/badges/{_app.Sandbox.Credly.Badges[0].Id}", html, StringComparison.Ordinal);
        Assert.DoesNotContain("CLAIM BADGE", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_member_s_badge_and_an_unknown_one_are_not_found_alike()
    {
        var (others, _) = await _app.AwardAndMailAsync(Achievement.Sample() with { Member = Other });

        using var theirs = await SignedIn.GetAsync(_app, Member, $"/my-badges/{others.BadgeId}");
        using var unknown = await SignedIn.GetAsync(_app, Member, $"/my-badges/{new string('0', 32)}");
        using var odd = await SignedIn.GetAsync(_app, Member, "/my-badges/odd");
        using var own = await SignedIn.GetAsync(_app, Other.Id, $"/my-badges/{others.BadgeId}");

        Assert.All([theirs, unknown, odd], response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
        var page = await theirs.Content.ReadAsStringAsync();
        Assert.Contains("<h1>There is no such badge</h1>", page, StringComparison.Ordinal);
        Assert.Equal((page, page), (await unknown.Content.ReadAsStringAsync(), await odd.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_a_badge_without_a_session()
    {
        using var response = await _app.Client.GetAsync(new Uri($"/my-badges/{_badge.BadgeId}", UriKind.Relative));

        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task It_is_read_with_one_row_of_the_member_and_one_of_the_badge_once_the_templates_are_known()
    {
        using var first = await SignedIn.GetAsync(_app, Member, $"/my-badges/{_badge.BadgeId}");
        var cookie = await SignedIn.CookieAsync(_app, Member);
        _app.TableCalls.Reads.Clear();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/my-badges/{_badge.BadgeId}") { Headers = { { "Cookie", cookie } } };
        using var second = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(2, _app.TableCalls.Reads.Count);
    }

    [Fact]
    public async Task The_front_door_leads_a_signed_in_member_to_My_badges()
    {
        using var response = await SignedIn.GetAsync(_app, Member, "/");

        Assert.Equal((HttpStatusCode.SeeOther, "/my-badges"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }
}
