using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Sharing;

/// <summary>A badge on Credly whose member shares it here: the public page, its files, and that nothing is told of one that is private.</summary>
public sealed class SharedBadgeTests : IAsyncLifetime
{
    private const string Member = "m-1001";

    private static readonly string[] Files = ["", "/picture.png", "/qr.png", "/certificate.pdf"];

    private readonly Achievement _achievement = Achievement.Sample() with { Evidence = "https://evidence.example.org/1", ExpiresOn = "2091-04-26" };

    private BadgeApplication _app = null!;
    private BadgeKey _badge = null!;
    private string _page = null!;

    public async Task InitializeAsync()
    {
        _app = await BadgeApplication.StartAsync();
        (_badge, _) = await _app.AwardAndMailAsync(_achievement);
        _app.Sandbox.Credly.SetState(_app.Sandbox.Credly.Badges[0].Id, "accepted");
        await _app.WorkflowAsync(_badge, BadgeState.Accepted);
        _page = _app.Services.GetRequiredService<PublicAddress>().PathOf(_badge);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Its_page_says_what_the_badge_is_and_links_Credly_s()
    {
        await ShareAsync();

        using var response = await _app.Client.GetAsync(_page);
        var page = await DocumentAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Best Practice Week attendee", page.QuerySelector("h1")!.TextContent);
        foreach (var text in new[]
        {
            "Maria Rossi", "Test Certification Body", "26 April 2021", "26 April 2091", "Attended the Best Practice Week, a full conference",
            "Registered for the Best Practice Week and took part in its sessions.", "Best practice", "https://evidence.example.org/1", "Days", "Paid", "IPMA Individual Competence Baseline 4.0",
        })
        {
            Assert.Contains(text, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        var verify = page.QuerySelectorAll("a").Single(link => link.TextContent == "Verify it on Credly");
        Assert.Equal((await _app.Badges.GetAsync(_badge, CancellationToken.None)).Platform!.PublicUrl!.AbsoluteUri, verify.GetAttribute("href"));
    }

    [Fact]
    public async Task Its_head_has_what_LinkedIn_Facebook_and_X_read()
    {
        await ShareAsync();

        using var response = await _app.Client.GetAsync(_page);
        var page = await DocumentAsync(response);
        string Meta(string name) => page.QuerySelector($"meta[property='{name}'], meta[name='{name}']")?.GetAttribute("content") ?? "";

        Assert.Equal("Best Practice Week attendee · Maria Rossi", Meta("og:title"));
        Assert.Equal("Maria Rossi earned the badge “Best Practice Week attendee”. It was awarded by Test Certification Body on 26 April 2021.", Meta("og:description"));
        Assert.Equal(Meta("og:description"), Meta("description"));
        Assert.Equal(("website", $"{_app.Url}{_page}", "Test Certification Body"), (Meta("og:type"), Meta("og:url"), Meta("og:site_name")));
        Assert.Equal(("1200", "630", "image/png"), (Meta("og:image:width"), Meta("og:image:height"), Meta("og:image:type")));
        Assert.NotEmpty(Meta("og:image:alt"));
        Assert.Equal(("summary_large_image", Meta("og:image"), Meta("og:title")), (Meta("twitter:card"), Meta("twitter:image"), Meta("twitter:title")));
        Assert.Equal($"{_app.Url}{_page}", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        using var picture = await _app.Client.GetAsync(Meta("og:image"));
        using var bitmap = SKBitmap.Decode(await picture.Content.ReadAsByteArrayAsync());
        Assert.Equal((1200, 630), (bitmap.Width, bitmap.Height));
        Assert.False(response.Headers.Contains("X-Robots-Tag"));
    }

    [Fact]
    public async Task A_private_page_and_its_files_are_answered_like_those_of_no_badge()
    {
        foreach (var file in Files)
        {
            using var hidden = await _app.Client.GetAsync($"{_page}{file}");
            using var unknown = await _app.Client.GetAsync($"/badges/AAAAAAAAAAAAAAAAAAAAAA{file}");
            using var owners = await SignedIn.GetAsync(_app, Member, $"{_page}{file}");

            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
            Assert.Equal(await AnswerAsync(unknown), await AnswerAsync(hidden));
            Assert.Equal(await AnswerAsync(unknown), await AnswerAsync(owners));
        }
    }

    [Fact]
    public async Task What_is_made_private_again_is_gone_at_once_and_comes_back_under_its_address()
    {
        await ShareAsync();
        await ShareAsync(ShareSection.Private);

        Assert.All(await StatusesAsync(), status => Assert.Equal(HttpStatusCode.NotFound, status));

        await ShareAsync();
        Assert.All(await StatusesAsync(), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task What_its_earner_hides_on_Credly_is_not_there_and_cannot_be_shared()
    {
        await ShareAsync();

        _app.Sandbox.Credly.SetHidden(_app.Sandbox.Credly.Badges[0].Id, isHidden: true);
        await _app.BadgeAsync(_badge, row => row.Platform is { IsPublic: false });

        Assert.All(await StatusesAsync(), status => Assert.Equal(HttpStatusCode.NotFound, status));
        using var own = await SignedIn.GetAsync(_app, Member, $"/my-badges/{_badge.BadgeId}");
        var page = await DocumentAsync(own);
        Assert.Contains("You keep this badge private on Credly", page.QuerySelector(".share")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".share form"));
    }

    [Fact]
    public async Task A_revoked_badge_says_so_where_it_was_public_and_has_no_files_any_more()
    {
        await ShareAsync();

        await _app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(_achievement.AchievementId, "By mistake"));
        await _app.BadgeAsync(_badge, row => row.Platform?.State is PlatformState.Revoked);

        Assert.Equal([HttpStatusCode.Gone, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], await StatusesAsync());
        Assert.DoesNotContain("Maria", await (await _app.Client.GetAsync(_page)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_badge_says_so_is_not_to_be_found_and_has_no_certificate()
    {
        await ShareAsync();
        _app.Clock.SetUtcNow(new DateTimeOffset(2091, 4, 28, 0, 0, 0, TimeSpan.Zero));

        using var response = await _app.Client.GetAsync(_page);

        Assert.Contains("This badge has expired", (await DocumentAsync(response)).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("noindex", Assert.Single(response.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound], await StatusesAsync());
    }

    [Fact]
    public async Task The_picture_is_kept_for_ten_minutes_and_not_sent_again_to_who_has_it()
    {
        await ShareAsync();
        using var first = await _app.Client.GetAsync($"{_page}/picture.png");

        using var again = new HttpRequestMessage(HttpMethod.Get, $"{_page}/picture.png") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await _app.Client.SendAsync(again);

        Assert.Equal(("image/png", "public, max-age=600"), (first.Content.Headers.ContentType?.MediaType, first.Headers.CacheControl?.ToString()));
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_certificate_is_a_pdf_of_one_page_that_its_member_gets_also_while_it_is_private()
    {
        using var own = await SignedIn.GetAsync(_app, Member, $"/my-badges/{_badge.BadgeId}/certificate.pdf");
        using var nobody = await _app.Client.GetAsync($"/my-badges/{_badge.BadgeId}/certificate.pdf");
        await ShareAsync();
        using var everybody = await _app.Client.GetAsync($"{_page}/certificate.pdf");

        Assert.Equal(HttpStatusCode.SeeOther, nobody.StatusCode);
        foreach (var response in new[] { own, everybody })
        {
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            var pdf = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());
            Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
            Assert.Contains("/Count 1", pdf, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_is_read_with_two_point_reads_once_the_template_is_known()
    {
        await ShareAsync();
        using var first = await _app.Client.GetAsync(_page);
        _app.TableCalls.Reads.Clear();

        using var second = await _app.Client.GetAsync(_page);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        // One more for an image that was taken over, which this template has none of.
        Assert.InRange(_app.TableCalls.Reads.Count, 2, 3);
        Assert.DoesNotContain(_app.TableCalls.Reads, read => read.Contains("$filter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("m-other", true)]
    [InlineData(Member, false)]
    public async Task Neither_another_member_nor_a_forged_form_makes_a_badge_public(string member, bool isGenuine)
    {
        var other = new AwardedMember { Id = "m-other", GivenName = "Anna", FamilyName = "Roe", Email = "anna@example.org" };
        await _app.AwardAndMailAsync(Achievement.Sample() with { Member = other });

        using var response = await PostAsync(member, isGenuine ? null : "forged", ShareSection.Public);

        Assert.Equal(isGenuine ? HttpStatusCode.NotFound : HttpStatusCode.SeeOther, response.StatusCode);
        Assert.False((await _app.Badges.GetAsync(_badge, CancellationToken.None)).IsShared);
    }

    private async Task ShareAsync(string visibility = ShareSection.Public)
    {
        using var response = await PostAsync(Member, null, visibility);
        Assert.Equal(
            (HttpStatusCode.SeeOther, $"/my-badges/{_badge.BadgeId}#share"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    // The form is read from the owner's page, whoever sends it.
    private async Task<HttpResponseMessage> PostAsync(string member, string? token, string visibility)
    {
        using var own = await SignedIn.GetAsync(_app, Member, $"/my-badges/{_badge.BadgeId}");
        var form = (IHtmlFormElement)(await DocumentAsync(own)).QuerySelector(".share form")!;
        var cookie = own.Headers.GetValues("Set-Cookie").Select(header => header.Split(';')[0]);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action"))
        {
            Headers = { { "Cookie", string.Join("; ", cookie.Append(await SignedIn.CookieAsync(_app, member))) } },
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__form"] = token ?? form.QuerySelector("input[name=__form]")!.GetAttribute("value")!,
                [ShareSection.Field] = visibility,
            }),
        };
        return await _app.Client.SendAsync(request);
    }

    private async Task<List<HttpStatusCode>> StatusesAsync()
    {
        List<HttpStatusCode> statuses = [];
        foreach (var file in Files)
        {
            using var response = await _app.Client.GetAsync($"{_page}{file}");
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }

    private static async Task<IHtmlDocument> DocumentAsync(HttpResponseMessage response) =>
        new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());

    private static async Task<string> AnswerAsync(HttpResponseMessage response)
    {
        IEnumerable<string> HeadersOf(HttpHeaders headers) => headers
            .Where(header => header.Key is not "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return string.Join('\n', [$"{response.StatusCode}", .. HeadersOf(response.Headers), .. HeadersOf(response.Content.Headers), await response.Content.ReadAsStringAsync()]);
    }
}
