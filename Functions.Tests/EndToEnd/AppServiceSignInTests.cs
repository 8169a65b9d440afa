using System.Net;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The certification body's own login, through App Service Authentication.</summary>
public sealed class AppServiceSignInTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AwardedMember Anna = new() { Id = "m-anna", GivenName = "Anna", FamilyName = "Roe", Email = "anna@employer.example" };

    [Fact]
    public async Task A_member_with_the_address_is_signed_in_and_everybody_else_asks_for_a_link()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:AppServiceProvider", "my-ipma"));
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });

        using var known = await OpenAsync(app, "Anna@EMPLOYER.example");
        using var unknown = await OpenAsync(app, "nobody@employer.example");
        using var without = await app.Client.GetAsync(new Uri("/sign-in", UriKind.Relative));

        Assert.Equal((HttpStatusCode.SeeOther, "/my-badges"), (known.StatusCode, known.Headers.Location?.OriginalString));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (unknown.StatusCode, without.StatusCode));
        Assert.Contains("href=\"/.auth/login/my-ipma?post_login_redirect_uri=/sign-in\"", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/my-badges") { Headers = { { "Cookie", known.Headers.GetValues("Set-Cookie").Single().Split(';')[0] } } };
        Assert.Contains("Signed in as Anna Roe", await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_members_share_asks_for_a_link_which_is_a_choice()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:AppServiceProvider", "my-ipma"));
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna with { Id = "m-bert", GivenName = "Bert" }, TemplateCode = "level-c-project-manager", Category = "certificate" });

        using var shared = await OpenAsync(app, Anna.Email);

        Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
    }

    [Fact]
    public async Task Signing_out_signs_out_of_the_body_s_login_too()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:AppServiceProvider", "my-ipma"));
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });
        using var anna = await Members.SignInAsync(app, Anna.Email);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out")
        {
            Content = new FormUrlEncodedContent([new("__form", anna.Page.QuerySelector("form[action='/sign-out'] [name=__form]")!.GetAttribute("value")!)]),
            Headers = { { "Cookie", string.Join("; ", anna.Cookies.Select(cookie => cookie.ToString())) }, { AppServicePrincipal.Header, Principal(Anna.Email) } },
        };

        using var response = await app.Client.SendAsync(request);

        Assert.Equal("/.auth/logout?post_logout_redirect_uri=/sign-in", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Without_the_setting_the_header_says_nothing()
    {
        await using var app = await BadgeApplication.StartAsync();
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Anna });

        using var response = await OpenAsync(app, Anna.Email);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(".auth", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{app.Url}/my-badges"), None);
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
    }

    private static async Task<HttpResponseMessage> OpenAsync(BadgeApplication app, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { { AppServicePrincipal.Header, Principal(address) } } };
        return await app.Client.SendAsync(request);
    }

    private static string Principal(string address) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "my-ipma",
        claims = new[] { new { typ = "email", val = address } },
    })));
}
