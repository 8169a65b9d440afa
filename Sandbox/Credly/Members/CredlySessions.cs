using System.Security.Cryptography;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Who is signed in on the stand-in, by a cookie.</summary>
internal sealed class CredlySessions(CredlyStandIn credly, StateFile state)
{
    private const string Cookie = "credly_session";

    private readonly Kept<string, Guid> _sessions = state.Open<string, Guid>("credly-sessions");

    public CredlyAccount? Of(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } id && _sessions.TryGetValue(id, out var accountId) ? credly.Account(accountId) : null;

    public void Begin(HttpContext context, CredlyAccount account)
    {
        var id = RandomNumberGenerator.GetHexString(48, lowercase: true);
        _sessions[id] = account.Id;
        // Lax: forms of other sites are not sent with it, links are.
        context.Response.Cookies.Append(
            Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/credly", IsEssential = true });
    }

    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
        {
            _sessions.Remove(id, out _);
        }

        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/credly" });
    }
}
