using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary><c>POST /my-badges/{badgeId}/e-mail</c>: a signed-in member has the e-mail about a badge that waits for them sent again.</summary>
internal sealed class ClaimEmailFunction(Session session, BadgeStore badges, MailClaimsAgain claims, FormToken forms)
{
    /// <summary>The purpose of the form's anti-forgery value.</summary>
    public const string FormPurpose = "claim-e-mail";

    /// <summary>Where the form goes.</summary>
    public static string PathOf(Badge badge) => $"{BadgePageFunction.PathOf(badge)}/e-mail";

    [Function("SendClaimEmailAgain")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-badges/{badgeId}/e-mail")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string badgeId,
        CancellationToken cancellationToken)
    {
        if (await session.MemberOfAsync(request, cancellationToken) is not { } account)
        {
            return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
        }

        if (await badges.FindAsync(account, badgeId, cancellationToken) is not { } badge)
        {
            return SeeOther.To(new Uri("/my-badges", UriKind.Relative));
        }

        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is not null)
        {
            await claims.MailAsync(badge, durable, cancellationToken);
        }

        // The page shows what came of it: the e-mail on its way, or the form once more.
        return SeeOther.To(new Uri($"{BadgePageFunction.PathOf(badge)}#{BadgeMailListModel.Anchor}", UriKind.Relative));
    }
}
