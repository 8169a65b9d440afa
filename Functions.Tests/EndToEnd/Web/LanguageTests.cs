using System.Net;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>In which language a page answers.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("de-AT,en;q=0.5", "de", "ltr")]
    [InlineData("da, en;q=0.1, fr-CA;q=0.7", "fr", "ltr")]
    [InlineData("ar-EG", "ar", "rtl")]
    [InlineData("zh-Hant-TW,zh;q=0.9", "zh", "ltr")]
    [InlineData("fr;q=0, en", "en", "ltr")]
    [InlineData("da", "en", "ltr")]
    [InlineData("*", "en", "ltr")]
    [InlineData(";;q=x,,_", "en", "ltr")]
    [InlineData(null, "en", "ltr")]
    public async Task A_page_is_in_the_browser_s_language(string? accepted, string tag, string direction)
    {
        await using var app = await BadgeApplication.StartAsync();

        Assert.Contains($"<html lang=\"{tag}\" dir=\"{direction}\">", await ReadAsync(app, "/sign-in", accepted), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_s_own_language_is_that_of_who_asks_for_none()
    {
        await using var app = await BadgeApplication.StartAsync(("Web:DefaultLocale", "pt-BR"));

        Assert.Contains("<html lang=\"pt\"", await ReadAsync(app, "/sign-in", null), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"es\"", await ReadAsync(app, "/sign-in", "es"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_chosen_on_a_page_is_kept_and_comes_before_the_browser_s()
    {
        await using var app = await BadgeApplication.StartAsync();

        var (chosen, cookie) = await GetAsync(app, "/sign-in?lang=pl", "de", null);
        var (kept, _) = await GetAsync(app, "/sign-in", "de", cookie);

        Assert.Contains("<html lang=\"pl\"", chosen, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"pl\"", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in?lang=xx")]
    [InlineData("/sign-in?lang=")]
    [InlineData("/sign-in?lang=pl&lang=de")]
    [InlineData("/sign-in?lang=%00%22%3E")]
    public async Task A_language_that_there_is_not_changes_nothing(string path)
    {
        await using var app = await BadgeApplication.StartAsync();

        var (page, cookie) = await GetAsync(app, path, "fr", null);

        Assert.Contains("<html lang=\"fr\"", page, StringComparison.Ordinal);
        Assert.Null(cookie);
    }

    [Fact]
    public async Task The_claim_page_and_my_badges_are_in_the_member_s_language_until_they_choose_another()
    {
        await using var app = await BadgeApplication.StartAsync();
        var achievement = Achievement.Sample();
        var (badge, link) = await app.AwardAndMailAsync(achievement with { Member = achievement.Member with { Locale = "pl-PL" } });

        Assert.Contains("<html lang=\"pl\"", await ReadAsync(app, link.AbsolutePath, "de"), StringComparison.Ordinal);
        var session = await SignedIn.CookieAsync(app, badge.MemberId);
        Assert.Contains("<html lang=\"pl\"", (await GetAsync(app, "/my-badges", "de", session)).Page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"pl\"", (await GetAsync(app, "/my-addresses", "de", session)).Page, StringComparison.Ordinal);
        var (chosen, choice) = await GetAsync(app, $"{link.AbsolutePath}?lang=fr", "de", null);
        Assert.Contains("<html lang=\"fr\"", chosen, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"fr\"", (await GetAsync(app, $"/my-badges/{badge.BadgeId}", "de", $"{session}; {choice}")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_told_in_the_browser_s_language()
    {
        await using var app = await BadgeApplication.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{app.Url}/nothing-here");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Accept-Language", "de");

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Seite nicht gefunden", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(BadgeApplication app, string path, string? accepted) => (await GetAsync(app, path, accepted, null)).Page;

    private static async Task<(string Page, string? Cookie)> GetAsync(BadgeApplication app, string path, string? accepted, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{app.Url}{path}");
        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var set = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.FirstOrDefault(one => one.StartsWith("lang=", StringComparison.Ordinal)) : null;
        return (await answer.Content.ReadAsStringAsync(), set?.Split(';')[0]);
    }
}
