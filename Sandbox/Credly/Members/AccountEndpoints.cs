using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Creating an account, signing in and out.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credly/register", (HttpContext context, CredlyPages pages) =>
        {
            var link = CredlyPages.LinkIn(context.Request);
            return Register(context, pages, link, RegisterForm.For(pages.BadgeOf(link)), []);
        });
        routes.MapPost("/credly/register", RegisterAsync);
        routes.MapGet("/credly/sign-in", (HttpContext context, CredlyPages pages) =>
        {
            var link = CredlyPages.LinkIn(context.Request);
            return SignIn(context, pages, link, pages.BadgeOf(link)?.RecipientEmail ?? "", null);
        });
        routes.MapPost("/credly/sign-in", SignInAsync);
        routes.MapPost("/credly/sign-out", (HttpContext context, CredlySessions sessions) =>
        {
            sessions.End(context);
            return Html.SeeOther("/credly");
        });
    }

    private static async Task<IResult> RegisterAsync(
        HttpContext context, CredlyStandIn credly, CredlySessions sessions, CredlyPages pages, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var link = CredlyPages.LinkIn(fields);
        var form = RegisterForm.From(fields);
        var problems = form.Problems().ToList();
        if (problems.Count > 0)
        {
            return Register(context, pages, link, form, problems);
        }

        if (credly.AccountOf(form.Email) is not null)
        {
            return Register(context, pages, link, form, ["This address has an account already: sign in instead."]);
        }

        var account = credly.CreateAccount(form.FirstName, form.LastName, form.Email, form.Password);
        sessions.Begin(context, account);
        return Html.SeeOther(pages.AfterSignIn(account, link));
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, CredlyStandIn credly, CredlySessions sessions, CredlyPages pages, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var link = CredlyPages.LinkIn(fields);
        var email = fields["email"].ToString().Trim();
        if (credly.AccountOf(email) is not { } account || !account.Password.Matches(fields["password"].ToString()))
        {
            return SignIn(context, pages, link, email, "The e-mail address or the password is wrong.");
        }

        sessions.Begin(context, account);
        return Html.SeeOther(pages.AfterSignIn(account, link));
    }

    private static IResult Register(
        HttpContext context, CredlyPages pages, AcceptLink link, RegisterForm form, IReadOnlyList<string> problems) =>
        Html.Page<RegisterPage>(new RegisterModel(pages.View(context), link, form, problems), StatusOf(problems.Count > 0));

    private static IResult SignIn(HttpContext context, CredlyPages pages, AcceptLink link, string email, string? problem) =>
        Html.Page<SignInPage>(new SignInModel(pages.View(context), link, email, problem), StatusOf(problem is not null));

    private static int StatusOf(bool isRefused) => isRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
