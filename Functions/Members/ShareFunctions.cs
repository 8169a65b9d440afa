using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>A member shows a badge of theirs to everybody or to nobody, prints its certificate, and takes its credential along.</summary>
internal sealed class ShareFunctions(
    Session session,
    BadgeStore badges,
    ShareSections shares,
    Certificate certificates,
    CredentialFiles files,
    WalletLinks wallets,
    PageRenderer pages)
{
    [Function("ShareBadge")]
    public async Task<IResult> Share(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-badges/{badgeId}/share")] HttpRequest request,
        string badgeId,
        CancellationToken cancellationToken) =>
        await OfMemberAsync(
            request,
            badgeId,
            async badge =>
            {
                // A form that was open for too long changes nothing: the page says how it is, and has a new one.
                if (await shares.ReadAsync(request, cancellationToken) is { } isShared)
                {
                    await badges.ChangeAsync(
                        badge,
                        isShared ? "Share" : "Unshare",
                        current => !isShared || PublicBadges.CanBeShared(current) ? current with { IsShared = isShared } : null,
                        cancellationToken);
                }

                return SeeOther.To(new Uri($"{BadgePageFunction.PathOf(badge)}#{ShareSection.Anchor}", UriKind.Relative));
            },
            cancellationToken);

    [Function("MyCertificate")]
    public async Task<IResult> Print(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges/{badgeId}/certificate.pdf")] HttpRequest request,
        string badgeId,
        CancellationToken cancellationToken) =>
        await OfMemberAsync(
            request,
            badgeId,
            async badge =>
            {
                if (await certificates.DrawAsync(badge, cancellationToken) is not { } file)
                {
                    return await UnknownAsync();
                }

                request.HttpContext.Response.Headers.CacheControl = "no-store";
                request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
                return TypedResults.Bytes(file, Certificate.ContentType, Certificate.FileNameOf(badge));
            },
            cancellationToken);

    [Function("MyCredential")]
    public async Task<IResult> Download(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges/{badgeId}/credential/{form}")] HttpRequest request,
        string badgeId,
        string form,
        CancellationToken cancellationToken) =>
        await OfMemberAsync(
            request,
            badgeId,
            async badge => CredentialForms.Of(form) is { } wanted
                ? await files.ResponseAsync(request, badge, wanted, "no-store", cancellationToken)
                : await UnknownAsync(),
            cancellationToken);

    [Function("AddToWallet")]
    public async Task<IResult> Wallet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "my-badges/{badgeId}/wallet")] HttpRequest request,
        string badgeId,
        CancellationToken cancellationToken) =>
        await OfMemberAsync(
            request,
            badgeId,
            async badge => badge.Credential is { IsRevoked: false }
                ? await pages.PageAsync<WalletPage>(wallets.ModelFor(badge))
                : await UnknownAsync(),
            cancellationToken);

    private async Task<IResult> OfMemberAsync(HttpRequest request, string badgeId, Func<Badge, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        LanguageChoice.Prefer(request, account.Member.Locale);
        return await badges.FindAsync(account, badgeId, cancellationToken) is { } badge
            ? await answer(badge)
            : await UnknownAsync();
    }

    private Task<IResult> UnknownAsync() => pages.PageAsync<MessagePage>(BadgePageFunction.Unknown, StatusCodes.Status404NotFound);
}
