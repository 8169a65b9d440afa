using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>Members who are signed in already: what signing in takes has tests of its own.</summary>
internal static class SignedIn
{
    /// <summary>The session's cookie, as the app itself makes it.</summary>
    public static async Task<string> CookieAsync(BadgeApplication app, string memberId)
    {
        var account = await app.Services.GetRequiredService<MemberStore>().FindAsync(memberId, CancellationToken.None);
        var context = new DefaultHttpContext();
        app.Services.GetRequiredService<Session>().Begin(
            context.Response, account!, app.Services.GetRequiredService<AddressDigest>().Of(account!.Member.Email));
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    /// <summary>A page's answer to a member.</summary>
    public static async Task<HttpResponseMessage> GetAsync(BadgeApplication app, string memberId, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", await CookieAsync(app, memberId) } } };
        return await app.Client.SendAsync(request);
    }

    /// <summary>A page in a member's window of this width.</summary>
    public static async Task<IPage> OpenAsync(BadgeApplication app, string memberId, string path, int width = 390)
    {
        var page = await app.Chromium.OpenAsync();
        var cookie = (await CookieAsync(app, memberId)).Split('=', 2);
        await page.Context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = Uri.UnescapeDataString(cookie[1]), Url = app.Url }]);
        await page.SetViewportSizeAsync(width, 800);
        await page.GotoAsync($"{app.Url}{path}");
        return page;
    }
}
