using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>Sign-in by an e-mailed link: ask for it, open it, use it. Or by the certification body's login, where App Service Authentication has it.</summary>
internal sealed class SignInFunctions(
    MemberStore members,
    AddressDigest digests,
    SignInLimits limits,
    SignInLinks links,
    Session session,
    AfterSignIn afterSignIn,
    FormToken forms,
    PageRenderer pages,
    IOptions<SignInOptions> options)
{
    // Longer than it takes to look an address up and to start its workflow: known and unknown addresses are answered after the same time.
    public static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);

    private const string FormPurpose = "sign-in";

    private static MessagePageModel Sent => new(
        L("Check your inbox"),
        [
            L("If we know this address, we have sent it a sign-in link. The link works once, within 10 minutes."),
            L("Nothing there? Look in your spam folder, or try another address."),
        ],
        new PageLink(L("Try another address"), "/sign-in"));

    private static MessagePageModel TooOften => new(
        L("Too many sign-in links"),
        [L("Too many sign-in links were requested from your network. Please try again in an hour, or use the link in the e-mail about your badge.")]);

    private static MessagePageModel NoLongerGood => new(
        L("This sign-in link no longer works"),
        [L("A sign-in link works once, within 10 minutes, and only until you ask for a newer one.")],
        new PageLink(L("Send me a new link"), "/sign-in"));

    [Function("SignInPage")]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await FindPrincipalAsync(request, cancellationToken) is not var (account, addressDigest))
        {
            return await AskAsync(request);
        }

        session.Begin(request.HttpContext.Response, account, addressDigest);
        return afterSignIn.GoOn(request);
    }

    [Function("RequestSignIn")]
    public async Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken)
    {
        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is not { } form)
        {
            return await AskAsync(request, error: L("This page was open for too long. Please try again."));
        }

        var address = form["email"].ToString().Trim();
        if (!EmailAddress.IsValid(address))
        {
            return await AskAsync(request, address, L("Enter an e-mail address, like name@example.org."));
        }

        if (!limits.AdmitsNetwork(request))
        {
            return await pages.PageAsync<MessagePage>(TooOften, StatusCodes.Status429TooManyRequests);
        }

        var isForClaims = request.Query[SignInPageModel.SendField] == SignInPageModel.Claims;
        await Task.WhenAll(MailAsync(digests.Of(address), isForClaims, durable, cancellationToken), Task.Delay(AnswerTime, cancellationToken));
        return await pages.PageAsync<MessagePage>(isForClaims ? MailClaimsAgain.Sent : Sent);
    }

    [Function("OpenSignInLink")]
    public async Task<IResult> Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sign-in/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken) =>
        await links.IsGoodAsync(link, cancellationToken)
            ? await ConfirmAsync(request, link)
            : await pages.PageAsync<MessagePage>(NoLongerGood, StatusCodes.Status410Gone);

    [Function("SignIn")]
    public async Task<IResult> SignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return await ConfirmAsync(request, link);
        }

        if (await links.RedeemAsync(link, cancellationToken) is not var (account, addressDigest))
        {
            return await pages.PageAsync<MessagePage>(NoLongerGood, StatusCodes.Status410Gone);
        }

        session.Begin(request.HttpContext.Response, account, addressDigest);
        return afterSignIn.GoOn(request);
    }

    // An address that several share is signed in with by a link: its e-mail names them.
    private async Task<(Account Account, string AddressDigest)?> FindPrincipalAsync(HttpRequest request, CancellationToken cancellationToken) =>
        options.Value.AppServiceProvider is { Length: > 0 }
        && AppServicePrincipal.EmailOf(request.Headers[AppServicePrincipal.Header]) is { } address
        && digests.Of(address) is var digest
        && await members.FindByAddressAsync(digest, cancellationToken) is [var account]
            ? (account, digest)
            : null;

    private async Task MailAsync(string addressDigest, bool isForClaims, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var asked = isForClaims ? SignInWorkflow.ClaimsOf(addressDigest) : addressDigest;
        var workflow = SignInWorkflow.InstanceIdOf(asked);
        if ((await members.FindByAddressAsync(addressDigest, cancellationToken)).Count > 0
            && !await durable.IsRunningAsync(workflow, cancellationToken)
            && limits.AdmitsAddress(addressDigest))
        {
            await durable.StartOnceAsync(nameof(SignInWorkflow), asked, workflow, cancellationToken);
        }
    }

    private Task<IResult> AskAsync(HttpRequest request, string? address = null, string? error = null) =>
        pages.PageAsync<SignInPage>(
            new SignInPageModel(forms.Issue(request, FormPurpose), address, error)
            {
                AccountPath = options.Value.AppServiceProvider is { Length: > 0 } provider ? $"/.auth/login/{provider}?post_login_redirect_uri=/sign-in" : null,
            },
            error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            mayBeIndexed: error is null);

    private Task<IResult> ConfirmAsync(HttpRequest request, string link) =>
        pages.PageAsync<SignInConfirmPage>(new SignInConfirmModel($"/sign-in/{link}", forms.Issue(request, FormPurpose)));
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="FormToken">The anti-forgery value.</param>
/// <param name="Address">What was typed.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record SignInPageModel(string FormToken, string? Address = null, string? Error = null)
{
    /// <summary>The query parameter that says what is sent instead of a sign-in link.</summary>
    public const string SendField = "send";

    /// <summary>Its value for the claim e-mails.</summary>
    public const string Claims = "claims";

    /// <summary>Where the certification body's own login is; null when there is none.</summary>
    public string? AccountPath { get; init; }
}

/// <summary>What the page behind the e-mailed sign-in link shows.</summary>
/// <param name="Path">Where its form goes.</param>
/// <param name="FormToken">The anti-forgery value.</param>
public sealed record SignInConfirmModel(string Path, string FormToken);

/// <summary><c>POST /sign-out</c>: ends the session on this device; <c>POST /sign-out/everywhere</c>: on all of them.</summary>
internal sealed class SignOutFunction(Session session, FormToken forms, IOptions<SignInOptions> options)
{
    public const string FormPurpose = "sign-out";

    [Function("SignOut")]
    public Task<IResult> SignOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out")] HttpRequest request, CancellationToken cancellationToken) =>
        EndAsync(request, () => Task.CompletedTask, cancellationToken);

    [Function("SignOutEverywhere")]
    public Task<IResult> SignOutEverywhere(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out/everywhere")] HttpRequest request, CancellationToken cancellationToken) =>
        EndAsync(
            request,
            async () =>
            {
                if (await session.MemberOfAsync(request, cancellationToken) is { } account)
                {
                    await session.EndAllAsync(account, cancellationToken);
                }
            },
            cancellationToken);

    private async Task<IResult> EndAsync(HttpRequest request, Func<Task> beyondThisDevice, CancellationToken cancellationToken)
    {
        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return SeeOther.To(new Uri("/my-badges", UriKind.Relative));
        }

        await beyondThisDevice();
        session.End(request.HttpContext.Response);
        // Whoever is still signed in there would be signed in here again at once.
        var isSignedInThere = options.Value.AppServiceProvider is { Length: > 0 } && request.Headers.ContainsKey(AppServicePrincipal.Header);
        return SeeOther.To(new Uri(isSignedInThere ? "/.auth/logout?post_logout_redirect_uri=/sign-in" : "/sign-in", UriKind.Relative));
    }
}
