using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary><c>POST /sign-out</c>: ends the session on this device.</summary>
internal sealed class SignOutFunction(Session session, FormToken forms)
{
    public const string FormPurpose = "sign-out";

    [Function("SignOut")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await forms.ReadAsync(request, FormPurpose, cancellationToken) is null)
        {
            return SeeOther.To(new Uri("/my-badges", UriKind.Relative));
        }

        session.End(request.HttpContext.Response);
        return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
    }
}
