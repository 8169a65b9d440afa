namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Who is signed in on the stand-in: a cookie with the account's id.</summary>
internal static class CredlySession
{
    private const string Cookie = "credly-account";

    public static CredlyAccount? AccountOf(HttpContext context, CredlyStandIn credly) =>
        Guid.TryParse(context.Request.Cookies[Cookie], out var id) ? credly.Account(id) : null;

    public static void Begin(HttpContext context, CredlyAccount account) =>
        context.Response.Cookies.Append(Cookie, account.Id.ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });

    public static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie);
}
