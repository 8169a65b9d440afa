using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class MemberPagesTests : IDisposable
{
    private static readonly string[] Titles = ["Course and programmes Badges", "Certificate Badges", "Event Badges", "Awards Badges"];

    private static readonly BadgeCard Pending = new(
        "Level C", "/my-badges/1", "/assets/badge.png", new DateOnly(2021, 4, 26), null, null, new DateOnly(2022, 4, 27), "/claim/link", "claim-form", null, "See it on Credly");

    private static readonly BadgeCard Accepted = Pending with
    {
        Name = "Best Practice Week attendee",
        State = "Accepted on 2 May 2021",
        ClaimBy = null,
        ClaimPath = null,
        PublicUrl = "https://www.credly.com/badges/1",
    };

    private readonly ServiceProvider _services = WebServices.Create();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_member_without_badges_reads_so_four_times_in_the_booklet_s_order()
    {
        var html = await HtmlAsync<MyBadgesPage>(Mine());

        Assert.Equal(5, html.Split("<p class=\"state\">No badges at the moment</p>").Length);
        var places = Titles.Select(title => html.IndexOf($">{title}</h2>", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task A_pending_badge_is_claimed_by_a_form()
    {
        var html = await HtmlAsync<MyBadgesPage>(Mine(Pending));

        Assert.Contains("<form method=\"post\" action=\"/claim/link\">", html, StringComparison.Ordinal);
        Assert.Contains("name=\"__form\" value=\"claim-form\"", html, StringComparison.Ordinal);
        Assert.Contains(">CLAIM BADGE</button>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_badge_has_its_day_and_its_public_page_and_nothing_to_claim()
    {
        var html = await HtmlAsync<MyBadgesPage>(Mine(Accepted));

        Assert.Contains("Accepted on 2 May 2021", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://www.credly.com/badges/1\" aria-label=\"See it on Credly: Best Practice Week attendee\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("CLAIM BADGE", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_badges_of_one_template_are_told_apart_by_their_days()
    {
        var html = await HtmlAsync<MyBadgesPage>(Mine(Pending, Pending with { PagePath = "/my-badges/2", IssuedOn = new DateOnly(2020, 4, 26) }));

        Assert.Contains("Issued on 26 April 2021", html, StringComparison.Ordinal);
        Assert.Contains("Issued on 26 April 2020", html, StringComparison.Ordinal);
        Assert.Contains("Claim it by 27 April 2022", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_is_a_form() =>
        Assert.Contains("<form method=\"post\" action=\"/sign-out\">", await HtmlAsync<MyBadgesPage>(Mine()), StringComparison.Ordinal);

    [Fact]
    public async Task Hostile_badge_names_are_text()
    {
        var html = await HtmlAsync<MyBadgesPage>(Mine(Accepted with { Name = WebServices.Hostile, State = WebServices.Hostile }));

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_has_a_label_and_what_is_wrong_with_it_is_tied_to_it()
    {
        var first = await HtmlAsync<SignInPage>(new SignInPageModel("form-value"));
        var again = await HtmlAsync<SignInPage>(new SignInPageModel("form-value", "maria\"><script>", "Enter an e-mail address."));

        Assert.Contains("<label for=\"email\">E-mail address</label>", first, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid", first, StringComparison.Ordinal);
        Assert.DoesNotContain("autofocus", first, StringComparison.Ordinal);
        Assert.Contains("<title>Error: Sign in", again, StringComparison.Ordinal);
        Assert.Contains("id=\"email-error\" role=\"alert\">Enter an e-mail address.", again, StringComparison.Ordinal);
        Assert.Contains("autofocus aria-invalid=\"true\" aria-describedby=\"email-error\"", again, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_link_signs_in_by_a_form_only()
    {
        var html = await HtmlAsync<SignInConfirmPage>(new SignInConfirmModel("/sign-in/link", "form-value"));

        Assert.Contains("<form method=\"post\" action=\"/sign-in/link\">", html, StringComparison.Ordinal);
        Assert.Contains("name=\"__form\" value=\"form-value\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/sign-in/link\"", html, StringComparison.Ordinal);
    }

    private static MyBadgesModel Mine(params BadgeCard[] events) => new(
        "Maria Rossi",
        [.. BadgeSections.All.Select(category => new BadgeSection(category, category is BadgeCategory.Event ? events : []))],
        "form-value");

    private Task<string> HtmlAsync<TPage>(object model)
        where TPage : IComponent => _services.GetRequiredService<PageRenderer>().HtmlAsync<TPage>(model);
}
