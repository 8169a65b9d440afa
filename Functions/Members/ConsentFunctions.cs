using System.Buffers.Text;
using System.Security.Cryptography;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// <c>/oauth/authorize</c>: a member allows an app or website to read their badges, or does not (RFC 6749, 4.1.1 and 4.1.2). GET changes nothing; both
/// buttons carry the form's anti-forgery value.
/// </summary>
internal sealed class ConsentFunctions(
    Session session,
    OAuthClients clients,
    GrantTexts texts,
    AfterSignIn afterSignIn,
    FormToken forms,
    PageRenderer pages,
    IOptions<WebOptions> web,
    TimeProvider clock)
{
    private const string FormPurpose = "consent";

    private static MessagePageModel Unknown => new(
        L("This link does not work"),
        [L("The app or website that sent you here has not said rightly who it is, or where you are to go back to. We have told it nothing.")],
        new PageLink(L("My Badges"), "/my-badges"));

    [Function("Authorize")]
    public Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "oauth/authorize")] HttpRequest request, CancellationToken cancellationToken) =>
        ForMemberAsync(request, (asked, account) => PageAsync(request, asked, account), cancellationToken);

    [Function("Allow")]
    public Task<IResult> Allow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "oauth/authorize")] HttpRequest request, CancellationToken cancellationToken) =>
        DecideAsync(
            request,
            asked =>
            {
                var grant = new Grant(session.BindingOf(request)!, OAuthClients.DigestOf(asked.ClientId), asked.Scope);
                var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
                return [("code", texts.CodeOf(new AuthorizationCode(grant, asked.RedirectUri, asked.Challenge, id))), ("scope", asked.Scope)];
            },
            cancellationToken);

    [Function("Deny")]
    public Task<IResult> Deny(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "oauth/authorize/deny")] HttpRequest request, CancellationToken cancellationToken) =>
        DecideAsync(request, _ => [("error", "access_denied")], cancellationToken);

    private Task<IResult> DecideAsync(
        HttpRequest request, Func<AuthorizationRequest, (string, string?)[]> answer, CancellationToken cancellationToken) =>
        ForMemberAsync(
            request,
            async (asked, account) => await forms.ReadAsync(request, FormPurpose, cancellationToken) is null
                ? await PageAsync(request, asked, account, StatusCodes.Status400BadRequest)
                : SendBack(asked, answer(asked)),
            cancellationToken);

    private async Task<IResult> ForMemberAsync(
        HttpRequest request, Func<AuthorizationRequest, Account, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        if (AuthorizationRequest.Read(request.Query, clients) is not { } asked)
        {
            return await pages.PageAsync<MessagePage>(Unknown, StatusCodes.Status400BadRequest);
        }

        // First: anybody can register, and a link to this site must not lead strangers on to theirs (RFC 9700, 4.11.2).
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return afterSignIn.Ask(request, $"{AuthorizationRequest.Path}{asked.Query}");
        }

        if (asked.Refusal is { } refusal)
        {
            return SendBack(asked, ("error", refusal.Error), ("error_description", refusal.Description));
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        return await answer(asked, account);
    }

    private IResult SendBack(AuthorizationRequest asked, params (string, string?)[] answer) =>
        SeeOther.To(asked.Answer(DiscoveryFunctions.IssuerOf(web.Value), answer));

    private Task<IResult> PageAsync(HttpRequest request, AuthorizationRequest asked, Account account, int status = StatusCodes.Status200OK)
    {
        var back = new Uri(asked.RedirectUri);
        return pages.PageAsync<ConsentPage>(
            new ConsentPageModel(
                DisplayText.Clean(asked.Client.Name),
                back.Authority,
                [
                    .. Scopes.Has(asked.Scope, Scopes.Credentials) ? [L("Your badges, with your name and all that they say")] : Array.Empty<string>(),
                    .. Scopes.Has(asked.Scope, Scopes.Profile) ? [L("Your name and your e-mail address")] : Array.Empty<string>(),
                ],
                asked.Query,
                forms.Issue(request, FormPurpose),
                forms.Issue(request, SignOutFunction.FormPurpose))
            {
                MemberName = DisplayText.Clean(Recipient.Of(account.Member).FullName),
                HowLong = Scopes.Has(asked.Scope, Scopes.Offline)
                    ? L(
                        "It can do so until {0}, or until you sign out everywhere.",
                        DisplayText.Day(DateOnly.FromDateTime((clock.GetUtcNow() + GrantTexts.RefreshLifetime).UtcDateTime)))
                    : L("It can do so for one hour, or until you sign out everywhere."),
                Links =
                [
                    .. new[] { (Text: L("Terms of use"), Address: asked.Client.TermsUri), (Text: L("Privacy"), Address: asked.Client.PolicyUri) }
                        .Where(link => link.Address is not null).Select(link => new PageLink(link.Text, link.Address!)),
                ],
            },
            status,
            formTarget: back);
    }
}

/// <summary>What the page shows on which a member allows an app to read their badges.</summary>
/// <param name="Name">What the app calls itself.</param>
/// <param name="Host">Where it is: that cannot be made up.</param>
/// <param name="Reads">What it may read.</param>
/// <param name="Query">What it asks for, for the forms and the links of the page.</param>
/// <param name="FormToken">The anti-forgery value.</param>
/// <param name="SignOutToken">That of the form that signs out.</param>
public sealed record ConsentPageModel(string Name, string Host, IReadOnlyList<string> Reads, string Query, string FormToken, string SignOutToken)
{
    /// <summary>Where ALLOW goes.</summary>
    public string AllowPath => $"{AuthorizationRequest.Path}{Query}";

    /// <summary>Where DENY goes.</summary>
    public string DenyPath => $"{AuthorizationRequest.Path}/deny{Query}";

    /// <summary>Whose badges they are.</summary>
    public required string MemberName { get; init; }

    /// <summary>For how long, in a sentence.</summary>
    public required string HowLong { get; init; }

    /// <summary>What the app says of itself.</summary>
    public IReadOnlyList<PageLink> Links { get; init; } = [];
}
