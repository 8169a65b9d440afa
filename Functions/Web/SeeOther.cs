using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Web;

/// <summary>303 See Other: what follows a form is fetched with GET.</summary>
internal sealed class SeeOther : IResult
{
    private readonly Uri _target;

    private SeeOther(Uri target) => _target = target;

    public static IResult To(Uri target) => new SeeOther(target);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers[HeaderNames.Location] = _target.IsAbsoluteUri ? _target.AbsoluteUri : _target.OriginalString;
        httpContext.Response.Headers[HeaderNames.CacheControl] = "no-store";
        // The claim link is a secret: the platform must not read it from the Referer header.
        httpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
