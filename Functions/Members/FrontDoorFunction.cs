using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Answers at every address, and with every method, that no other function has. Its route is the last that either host tries: ASP.NET Core
/// ranks a catch-all below literals and parameters, and the Functions host sorts its routes alike (WebJobsRouteBuilder.Build), after its own
/// under <c>/admin</c> and <c>/runtime</c>.
/// </summary>
internal sealed class FrontDoorFunction(Session session)
{
    [Function("FrontDoor")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, CancellationToken cancellationToken)
    {
        var isFrontDoor = request.Path == "/" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (!isFrontDoor)
        {
            return Problems.Of(StatusCodes.Status404NotFound, L("There is nothing at this address. It may be mistyped or cut off."));
        }

        var isMember = await session.MemberOfAsync(request, cancellationToken) is not null;
        return SeeOther.To(new Uri(isMember ? "/my-badges" : "/sign-in", UriKind.Relative));
    }
}
