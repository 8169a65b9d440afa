using System.Text;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class FormTokenTests
{
    private static readonly string OtherKey = Convert.ToBase64String(Encoding.ASCII.GetBytes("another key of thirty-two bytes or so"));

    [Fact]
    public async Task A_form_of_this_browser_is_taken()
    {
        var (cookie, value) = Issue();

        Assert.NotNull(await ReadAsync(cookie, value));
    }

    [Fact]
    public async Task A_form_for_another_purpose_is_not()
    {
        var (cookie, value) = Issue("sign-out");

        Assert.Null(await ReadAsync(cookie, value));
    }

    [Fact]
    public async Task A_form_of_another_browser_is_not()
    {
        var (_, value) = Issue();
        var (otherCookie, _) = Issue();

        Assert.Null(await ReadAsync(otherCookie, value));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(true, "forged")]
    [InlineData(true, "Zm9yZ2Vk.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(false, null)]
    public async Task A_form_without_its_cookie_or_with_a_forged_value_is_not(bool withCookie, string? forged)
    {
        var (cookie, value) = Issue();

        Assert.Null(await ReadAsync(withCookie ? cookie : null, forged ?? value));
    }

    [Fact]
    public async Task A_form_of_before_the_key_changed_is_taken_until_the_old_key_is_taken_out()
    {
        var (cookie, value) = Issue();

        Assert.NotNull(await ReadAsync(cookie, value, keys: [OtherKey, WebServices.Key]));
        Assert.Null(await ReadAsync(cookie, value, keys: [OtherKey]));
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public async Task A_form_that_another_site_sends_is_refused_whatever_it_holds(string site, bool taken)
    {
        var (cookie, value) = Issue();

        Assert.Equal(taken, await ReadAsync(cookie, value, site) is not null);
    }

    [Theory]
    [InlineData("https://badges.example.org", "__Host-form", true)]
    [InlineData("http://localhost:7071", "form", false)]
    public void The_cookie_is_hidden_from_scripts_and_from_other_sites(string publicUrl, string name, bool secure)
    {
        var cookie = SetCookieOf(publicUrl);

        Assert.Matches($"^{name}=[A-Za-z0-9_-]{{22}}; path=/;", cookie);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_with_two_forms_sets_one_cookie_and_the_next_page_none()
    {
        using var services = WebServices.Create();
        var forms = services.GetRequiredService<FormToken>();
        var first = new DefaultHttpContext();
        forms.Issue(first.Request, "claim");
        forms.Issue(first.Request, "sign-out");
        var next = new DefaultHttpContext();
        next.Request.Headers.Cookie = first.Response.Headers.SetCookie.ToString().Split(';')[0];
        forms.Issue(next.Request, "claim");

        Assert.Equal(1, first.Response.Headers.SetCookie.Count);
        Assert.Equal(0, next.Response.Headers.SetCookie.Count);
    }

    private static (string Cookie, string Value) Issue(string purpose = "claim")
    {
        using var services = WebServices.Create();
        var context = new DefaultHttpContext();
        var value = services.GetRequiredService<FormToken>().Issue(context.Request, purpose);
        return (context.Response.Headers.SetCookie.ToString().Split(';')[0], value);
    }

    private static string SetCookieOf(string publicUrl)
    {
        using var services = WebServices.Create(publicUrl);
        var context = new DefaultHttpContext();
        services.GetRequiredService<FormToken>().Issue(context.Request, "claim");
        return context.Response.Headers.SetCookie.ToString();
    }

    private static async Task<IFormCollection?> ReadAsync(string? cookie, string value, string? site = null, params IList<string> keys)
    {
        await using var services = WebServices.Create(keys: keys);
        var request = new DefaultHttpContext().Request;
        request.Method = HttpMethods.Post;
        request.ContentType = "application/x-www-form-urlencoded";
        request.Headers.Cookie = cookie;
        request.Headers["Sec-Fetch-Site"] = site;
        request.Form = new FormCollection(new Dictionary<string, StringValues> { [FormToken.Field] = value });
        return await services.GetRequiredService<FormToken>().ReadAsync(request, "claim", CancellationToken.None);
    }
}
