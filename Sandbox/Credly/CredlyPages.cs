using System.Globalization;
using System.Net.Mail;
using static BadgeFunctions.Sandbox.Web.Html;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The member's side of the stand-in: create an account, accept or reject, settings, the public badge page.</summary>
internal static class CredlyPages
{
    private const string Part = "Credly stand-in";
    private const string Theme = "credly";

    public static void MapCredlyPages(this WebApplication app)
    {
        var pages = app.MapGroup("/credly");
        pages.MapGet("/", Dashboard);
        pages.MapGet("/register", (string? email, string? next) => Register(email, next, null));
        pages.MapPost("/register", CreateAccountAsync);
        pages.MapGet("/sign-in", (string? email, string? next) => SignIn(email, next, null));
        pages.MapPost("/sign-in", SignInAsync);
        pages.MapPost("/sign-out", (HttpContext context) =>
        {
            CredlySession.End(context);
            return Results.LocalRedirect("/credly");
        });
        pages.MapGet("/badges/{id:guid}/accept", Accept);
        pages.MapGet("/badges/{id:guid}", Badge);
        pages.MapPost("/badges/{id:guid}/{decision:regex(^(accept|reject)$)}", Decide);
        pages.MapGet("/settings", Settings);
        pages.MapPost("/settings", SaveSettingsAsync);
    }

    private static IResult Dashboard(HttpContext context, CredlyStandIn credly)
    {
        if (CredlySession.AccountOf(context, credly) is not { } account)
        {
            return Page(Part, Theme, "Welcome", """
                <p><a class="button" href="/credly/register">Create Account</a> <a class="button" href="/credly/sign-in">Sign in</a></p>
                """);
        }

        var rows = credly.Badges.Where(account.Owns).Select(badge =>
            $"<tr><td><a href=\"/credly/badges/{badge.Id}\">{E(badge.Template.Name)}</a></td><td class=\"state\">{E(badge.State)}</td></tr>");
        return Page(Part, Theme, $"Dashboard of {account.FirstName} {account.LastName}", $"""
            <table class="card"><thead><tr><th>Badge</th><th>State</th></tr></thead><tbody>{string.Concat(rows)}</tbody></table>
            <p><a href="/credly/settings">Settings</a></p>
            <form method="post" action="/credly/sign-out"><button class="quiet">Sign out</button></form>
            """);
    }

    // The link of the badge's issuer: leads to an account first, and then to the badge.
    private static IResult Accept(Guid id, string? token, HttpContext context, CredlyStandIn credly)
    {
        if (credly.Badge(id) is not { } badge || badge.AcceptToken != token)
        {
            return Results.NotFound();
        }

        var page = $"/credly/badges/{id}";
        var owner = credly.AccountOf(badge.RecipientEmail);
        return CredlySession.AccountOf(context, credly) is { } account && account.Owns(badge)
            ? Results.LocalRedirect(page)
            : Results.LocalRedirect(
                $"/credly/{(owner is null ? "register" : "sign-in")}?email={Uri.EscapeDataString(badge.RecipientEmail)}&next={Uri.EscapeDataString(page)}");
    }

    private static IResult Badge(Guid id, HttpContext context, CredlyStandIn credly)
    {
        var account = CredlySession.AccountOf(context, credly);
        if (credly.Badge(id) is not { } badge || badge.State is not "accepted" && account?.Owns(badge) is not true)
        {
            return Page(Part, Theme, "This badge is not public", "<p>Its earner has not accepted it, or has made it private.</p>");
        }

        var actions = badge.State is "pending" && account?.Owns(badge) is true
            ? $"""
                <form method="post" action="/credly/badges/{id}/accept"><button>Accept Badge</button></form>
                <form method="post" action="/credly/badges/{id}/reject"><button class="quiet">Reject</button></form>
                """
            : "";
        var issued = badge.IssuedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return Page(Part, Theme, badge.Template.Name, $"""
            <section class="card"><p>This badge was issued to {E(badge.FirstName)} {E(badge.LastName)}.</p>
            <p>This badge was issued on {issued}.</p><p class="state">{E(badge.State)}</p>{actions}</section>
            <p><a href="/credly">Dashboard</a></p>
            """);
    }

    private static IResult Decide(Guid id, string decision, HttpContext context, CredlyStandIn credly)
    {
        if (credly.Badge(id) is not { } badge || CredlySession.AccountOf(context, credly)?.Owns(badge) is not true)
        {
            return Results.NotFound();
        }

        credly.SetState(id, decision == "accept" ? "accepted" : "rejected");
        return Results.LocalRedirect($"/credly/badges/{id}");
    }

    private static IResult Register(string? email, string? next, string? error) => Page(Part, Theme, "Create a Credly Account", $"""
        <form method="post" action="/credly/register" class="card">
          <p class="error" role="alert">{E(error)}</p>
          <input type="hidden" name="next" value="{E(next)}">
          <label for="first">First Name *</label><input id="first" name="first" required autocomplete="given-name">
          <label for="last">Last Name *</label><input id="last" name="last" required autocomplete="family-name">
          <label for="email">Email *</label><input id="email" name="email" type="email" required value="{E(email)}" autocomplete="email">
          <label for="country">Country/Territory *</label>
          <select id="country" name="country" required><option>Italy</option><option>Netherlands</option><option>Other</option></select>
          <label for="password">Password *</label><input id="password" name="password" type="password" required minlength="8" autocomplete="new-password">
          <label class="inline"><input type="checkbox" name="news"> Send me occasional news and updates on professional growth opportunities.</label>
          <label class="inline"><input type="checkbox" name="terms" value="yes" required> I agree to the Terms of Service and Privacy Policy</label>
          <button>Create Account</button>
          <p>Have an account? <a href="/credly/sign-in?next={E(Uri.EscapeDataString(next ?? ""))}">Sign in</a></p>
        </form>
        """);

    private static async Task<IResult> CreateAccountAsync(HttpContext context, CredlyStandIn credly)
    {
        var form = await context.Request.ReadFormAsync();
        string email = form["email"].ToString(), password = form["password"].ToString(), next = form["next"].ToString();
        var error = !MailAddress.TryCreate(email, out _) ? "Email is invalid"
            : credly.AccountOf(email) is not null ? "Email has already been taken"
            : password.Length < 8 ? "Password is too short"
            : form["terms"] != "yes" ? "You must agree to the Terms of Service"
            : null;
        if (error is not null)
        {
            return Register(email, next, error);
        }

        CredlySession.Begin(context, credly.CreateAccount(form["first"].ToString(), form["last"].ToString(), email, password));
        return Results.LocalRedirect(LocalOr(next, "/credly"));
    }

    private static IResult SignIn(string? email, string? next, string? error) => Page(Part, Theme, "Sign in", $"""
        <form method="post" action="/credly/sign-in" class="card">
          <p class="error" role="alert">{E(error)}</p>
          <input type="hidden" name="next" value="{E(next)}">
          <label for="email">Email</label><input id="email" name="email" type="email" required value="{E(email)}" autocomplete="email">
          <label for="password">Password</label><input id="password" name="password" type="password" required autocomplete="current-password">
          <button>Sign in</button>
          <p>No account yet? <a href="/credly/register?next={E(Uri.EscapeDataString(next ?? ""))}">Create Account</a></p>
        </form>
        """);

    private static async Task<IResult> SignInAsync(HttpContext context, CredlyStandIn credly)
    {
        var form = await context.Request.ReadFormAsync();
        string email = form["email"].ToString(), next = form["next"].ToString();
        if (credly.AccountOf(email) is not { } account || account.Password != form["password"])
        {
            return SignIn(email, next, "Invalid email or password");
        }

        CredlySession.Begin(context, account);
        return Results.LocalRedirect(LocalOr(next, "/credly"));
    }

    private static IResult Settings(HttpContext context, CredlyStandIn credly)
    {
        if (CredlySession.AccountOf(context, credly) is not { } account)
        {
            return Results.LocalRedirect("/credly/sign-in?next=/credly/settings");
        }

        return Page(Part, Theme, "Settings", $"""
            <form method="post" action="/credly/settings" class="card">
              <h2>Auto-Accept</h2>
              <label class="inline"><input type="checkbox" name="auto" value="yes" {(account.AutoAccept ? "checked" : "")}>
                Badges of this organization do not require me to accept them before they appear on my profile.</label>
              <h2>Email Addresses</h2>
              <ul>{string.Concat(account.Emails.Select(address => $"<li>{E(address)}</li>"))}</ul>
              <label for="add">Add an email address</label><input id="add" name="add" type="email">
              <button>Save</button>
            </form>
            <p><a href="/credly">Dashboard</a></p>
            """);
    }

    private static async Task<IResult> SaveSettingsAsync(HttpContext context, CredlyStandIn credly)
    {
        if (CredlySession.AccountOf(context, credly) is not { } account)
        {
            return Results.LocalRedirect("/credly/sign-in");
        }

        var form = await context.Request.ReadFormAsync();
        var added = form["add"].ToString();
        var emails = MailAddress.TryCreate(added, out _) && credly.AccountOf(added) is null ? [.. account.Emails, added] : account.Emails;
        credly.Save(account with { AutoAccept = form["auto"] == "yes", Emails = emails });
        return Results.LocalRedirect("/credly/settings");
    }

    private static string LocalOr(string path, string otherwise) =>
        path.StartsWith("/credly", StringComparison.Ordinal) ? path : otherwise;
}
