using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class ClaimPageTests : IDisposable
{
    private static readonly ClaimPageModel Claim = new(
        PlatformWords.For(PlatformName.Credly), BadgeCategory.Event,
        "Best Practice Week attendee",
        "/assets/badge.png",
        "Maria Rossi",
        new DateOnly(2021, 4, 26),
        new DateOnly(2022, 4, 26),
        "/claim/link",
        "form-value",
        IsFromMyBadges: false,
        Notice: null,
        CheckAgainPath: null,
        Dialog: null);

    private static readonly ClaimPageModel Dialog = Claim with { Dialog = new TokenDialog(117, "14:32:10 UTC", "/claim/link?notice=TokenExpired") };

    private readonly ServiceProvider _services = WebServices.Create();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(BadgeCategory.CourseAndProgramme, "Course and programmes Badges")]
    [InlineData(BadgeCategory.Certificate, "Certificate Badges")]
    [InlineData(BadgeCategory.Event, "Event Badges")]
    [InlineData(BadgeCategory.Award, "Awards Badges")]
    public async Task The_heading_is_the_booklet_s_section(BadgeCategory category, string heading) =>
        Assert.Contains($"<h1>{heading}</h1>", await HtmlAsync(Claim with { Category = category }), StringComparison.Ordinal);

    [Fact]
    public async Task The_page_shows_whose_badge_it_is_and_one_form_that_claims_it()
    {
        var html = await HtmlAsync(Claim);

        Assert.Contains("<strong dir=\"auto\">Maria Rossi</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\" action=\"/claim/link\">", html, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"__form\" value=\"form-value\" />", html, StringComparison.Ordinal);
        Assert.Contains(">CLAIM BADGE</button>", html, StringComparison.Ordinal);
        Assert.Contains("Claim it by 26 April 2022", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"dialog\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", html, StringComparison.Ordinal);
        Assert.DoesNotContain("inert", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_stands_above_the_badge()
    {
        var html = await HtmlAsync(Claim with { Notice = "Please try again." });

        Assert.InRange(
            html.IndexOf("<p class=\"notice\" role=\"status\">Please try again.</p>", StringComparison.Ordinal),
            0,
            html.IndexOf("<h1>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_a_page_that_waits_for_the_platform_looks_again()
    {
        Assert.Contains(
            "<a class=\"button\" href=\"/claim/link\">Check again</a>",
            await HtmlAsync(Claim with { Notice = "You have gone on to Credly.", CheckAgainPath = "/claim/link" }),
            StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", await HtmlAsync(Claim), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dialog_has_the_booklet_s_words_and_its_two_forms()
    {
        var html = await HtmlAsync(Dialog);

        Assert.Contains(
            "You will be redirected to a Credly website. Your authorization token is valid for 2 minutes.", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/claim/link/proceed\"", html, StringComparison.Ordinal);
        Assert.Contains(">GO TO CREDLY</button>", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/claim/link/close\"", html, StringComparison.Ordinal);
        Assert.Contains(">CLOSE</button>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"from\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dialog_knows_how_long_it_has_and_where_its_script_goes_then()
    {
        var html = await HtmlAsync(Dialog);

        Assert.Contains("data-seconds=\"117\" data-over=\"/claim/link?notice=TokenExpired\" hidden", html, StringComparison.Ordinal);
        Assert.Contains(">You can use it until 14:32:10 UTC.</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_of_a_claim_that_began_in_My_badges_says_so() =>
        Assert.Equal(
            4, (await HtmlAsync(Dialog with { IsFromMyBadges = true })).Split("<input type=\"hidden\" name=\"from\" value=\"my-badges\" />").Length);

    [Theory]
    [InlineData("<a class=\"skip\" href=\"#main\" inert>")]
    [InlineData("<header class=\"site\" inert>")]
    [InlineData("<div class=\"behind\" inert>")]
    [InlineData("<footer class=\"site\" inert>")]
    public async Task Nothing_behind_the_dialog_can_be_reached(string tag) =>
        Assert.Contains(tag, await HtmlAsync(Dialog), StringComparison.Ordinal);

    [Fact]
    public async Task Hostile_names_are_text()
    {
        var html = await HtmlAsync(Dialog with { BadgeName = WebServices.Hostile, RecipientName = WebServices.Hostile, Notice = WebServices.Hostile });

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    private Task<string> HtmlAsync(ClaimPageModel model) => _services.GetRequiredService<PageRenderer>().HtmlAsync<ClaimPage>(model);
}
