using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Where a member goes once they are signed in: back to the app that asked for their badges, when that was in this browser and a short while ago;
/// otherwise to My badges.
/// </summary>
internal sealed class AfterSignIn(SiteCookie cookies, Signer signer)
{
    private const string Name = "after-sign-in";

    // Browsers keep 4096 bytes of a cookie (RFC 6265, 6.1).
    private const int Longest = 3800;

    /// <summary>Sends the reader to sign in, and back to a path of this site after that.</summary>
    public IResult Ask(HttpRequest request, string path)
    {
        if (signer.Sign(Name, path) is { Length: < Longest } signed)
        {
            cookies.Set(request.HttpContext.Response, Name, signed, SignInLinks.Lifetime);
        }

        return SeeOther.To(new Uri("/sign-in", UriKind.Relative));
    }

    /// <summary>Sends the member on.</summary>
    public IResult GoOn(HttpRequest request)
    {
        var path = signer.Verify(Name, cookies.Find(request, Name));
        if (path is not null)
        {
            cookies.Delete(request.HttpContext.Response, Name);
        }

        return SeeOther.To(new Uri(path ?? "/my-badges", UriKind.Relative));
    }
}
