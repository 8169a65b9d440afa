using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Creating an account, signing in and out.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credly/register", (HttpRequest request, CredlyPages pages) =>
        {
            var link = AcceptLink.In(request.Query);
            var badge = pages.BadgeOf(link);
            return Html.Page<RegisterPage>(new RegisterModel(link, badge?.FirstName ?? "", badge?.LastName ?? "", badge?.RecipientEmail ?? ""));
        });
        routes.MapPost("/credly/register", Register);
        routes.MapGet("/credly/sign-in", (HttpRequest request, CredlyPages pages) =>
        {
            var link = AcceptLink.In(request.Query);
            return Html.Page<SignInPage>(new SignInModel(link, pages.BadgeOf(link)?.RecipientEmail ?? "", null));
        });
        routes.MapPost("/credly/sign-in", (IFormCollection form, HttpContext context, CredlyStandIn credly, CredlyPages pages) =>
            credly.AccountOf(form.Text("email")) is { } account && account.Password.Matches(form["password"].ToString())
                ? pages.SignIn(context, account, AcceptLink.In(form), $"You are signed in as {account.FirstName} {account.LastName}.")
                : Html.Page<SignInPage>(
                    new SignInModel(AcceptLink.In(form), form.Text("email"), "The e-mail address or the password is wrong."),
                    StatusCodes.Status422UnprocessableEntity));
        routes.MapPost("/credly/sign-out", (HttpContext context, CredlyPages pages) => pages.SignOut(context));
    }

    private static IResult Register(IFormCollection form, HttpContext context, CredlyStandIn credly, CredlyPages pages)
    {
        var sent = new RegisterModel(AcceptLink.In(form), form.Text("first"), form.Text("last"), form.Text("email"))
        {
            Country = form.Text("country"),
            WantsNews = form.IsOn("news"),
        };
        var password = form["password"].ToString();
        string?[] problems =
        [
            sent.FirstName.Length == 0 || sent.LastName.Length == 0 ? "Enter your first and last name." : null,
            !sent.Email.Contains('@', StringComparison.Ordinal) ? "Enter your e-mail address." : null,
            password.Length < RegisterModel.MinPasswordLength ? $"Choose a password of at least {RegisterModel.MinPasswordLength} characters." : null,
            !form.IsOn("terms") ? "Agree to the terms to go on." : null,
            credly.AccountOf(sent.Email) is not null ? "This address has an account already: sign in instead." : null,
        ];
        return problems.OfType<string>().ToList() is { Count: > 0 } wrong
            ? Html.Page<RegisterPage>(sent with { Problems = wrong }, StatusCodes.Status422UnprocessableEntity)
            : pages.SignIn(context, credly.CreateAccount(sent.FirstName, sent.LastName, sent.Email, password), sent.Link, "Your account was created.");
    }
}

/// <summary>The sign-in form.</summary>
public sealed record SignInModel(AcceptLink Link, string Email, string? Problem);

/// <summary>The form "Create a Credly Account".</summary>
public sealed record RegisterModel(AcceptLink Link, string FirstName, string LastName, string Email)
{
    public const int MinPasswordLength = 8;

    public string Country { get; init; } = "";
    public bool WantsNews { get; init; }
    public IReadOnlyList<string> Problems { get; init; } = [];
}
