using System.Security.Cryptography;
using BadgeFunctions.Sandbox.State;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Who is signed in, by a cookie, and what the endpoints of pages share.</summary>
internal sealed class CredlyPages(CredlyStandIn credly, StateFile state)
{
    public const string Dashboard = "/credly/dashboard";

    private const string Cookie = "credly_session";

    private readonly Kept<string, Guid> _sessions = state.Open<string, Guid>("credly-sessions");

    public CredlyAccount? AccountIn(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } id ? credly.Account(_sessions.GetValueOrDefault(id)) : null;

    /// <summary>Signs in, and leads to the badge of the link, to where its address can be added, or to the dashboard.</summary>
    public IResult SignIn(HttpContext context, CredlyAccount account, AcceptLink link, string notice)
    {
        var id = RandomNumberGenerator.GetHexString(48, lowercase: true);
        _sessions[id] = account.Id;
        // Lax: it is sent with links from other sites, not with their forms.
        context.Response.Cookies.Append(
            Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/credly", IsEssential = true });
        return Follow(account, link, notice);
    }

    public IResult SignOut(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
        {
            _sessions.Remove(id, out _);
        }

        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/credly" });
        return Html.SeeOther("/credly/sign-in", "You are signed out.");
    }

    /// <summary>Where an accept link leads a member who is signed in.</summary>
    public IResult Follow(CredlyAccount account, AcceptLink link, string? notice = null) => BadgeOf(link) switch
    {
        null => Html.SeeOther(Dashboard, notice),
        { } badge when account.Owns(badge) => Html.SeeOther($"{Dashboard}/badges/{badge.Id}", notice),
        { } badge => Html.SeeOther(
            $"{SettingsEndpoints.Path}?add={Uri.EscapeDataString(badge.RecipientEmail)}",
            $"The badge was issued to {badge.RecipientEmail}, which is none of your addresses here. Add it, and the badge shows in your dashboard."),
    };

    /// <summary>The badge of a genuine accept link.</summary>
    public CredlyBadge? BadgeOf(AcceptLink link) =>
        credly.Find(link.Badge) is { } badge && badge.AcceptToken == link.Token ? badge : null;

    public IResult ForMember(HttpContext context, Func<CredlyAccount, IResult> show) =>
        AccountIn(context) is { } account ? show(account) : Html.SeeOther("/credly/sign-in", "Sign in first.");

    public static IResult NotFound(string title = "There is no such badge", string text = "Its earner may not show it.") =>
        Html.Page<MessagePage>(new MessageModel(title, text), StatusCodes.Status404NotFound);
}

/// <summary>A page with a message only.</summary>
public sealed record MessageModel(string Title, string Text);

/// <summary>The badge whose accept link brought somebody here; empty for those who came by themselves.</summary>
public sealed record AcceptLink(string Badge, string Token)
{
    public const string BadgeField = "badge";
    public const string TokenField = "token";

    public string Query => Badge.Length == 0 ? "" : $"?{BadgeField}={Uri.EscapeDataString(Badge)}&{TokenField}={Uri.EscapeDataString(Token)}";
    public static AcceptLink In(IQueryCollection query) => new(query[BadgeField].ToString(), query[TokenField].ToString());
    public static AcceptLink In(IFormCollection form) => new(form.Text(BadgeField), form.Text(TokenField));
}
