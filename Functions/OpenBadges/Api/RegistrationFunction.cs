using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>
/// <c>POST /oauth/register</c>: an app or website registers by itself (RFC 7591; Open Badges 3.0, 7.1.1.2, which allows no token for it). Nothing is
/// written down, so there is nothing to fill.
/// </summary>
internal sealed class RegistrationFunction(OAuthClients clients, TimeProvider clock)
{
    private const int MaxBytes = 16 * 1024;

    [Function("RegisterClient")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "oauth/register")] HttpRequest request, CancellationToken cancellationToken)
    {
        OAuthAnswers.Open(request);
        if (HttpMethods.IsOptions(request.Method))
        {
            return TypedResults.NoContent();
        }

        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return OAuthAnswers.Refuse("invalid_client_metadata", $"The body is longer than {MaxBytes} bytes.");
        }

        var json = RequestBody.Json(body);
        var (client, error) = ClientMetadata.Read(json, clock.GetUtcNow());
        if (client is null)
        {
            return OAuthAnswers.Refuse(error!);
        }

        var id = clients.IdOf(client);
        return TypedResults.Json(ClientMetadata.Answer(json!.Value, client, id, clients.SecretOf(id)), statusCode: StatusCodes.Status201Created);
    }
}
