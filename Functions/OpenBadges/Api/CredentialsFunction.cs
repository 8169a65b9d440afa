using System.Buffers;
using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>
/// <c>GET /ims/ob/v3p0/credentials</c>: a member's credentials that are not revoked, in the order in which they were issued, for an app that the member
/// has allowed to read them (Open Badges 3.0, 6.2.2 getCredentials). Each is there once, with its Data Integrity proof.
/// </summary>
internal sealed class CredentialsFunction(ApiAccess access, BadgeStore badges, CredentialTable credentials, IOptions<WebOptions> web)
{
    private const string Path = "ims/ob/v3p0/credentials";

    [Function("GetCredentials")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Path)] HttpRequest request, CancellationToken cancellationToken) =>
        access.ForMemberAsync(request, Scopes.Credentials, account => PageAsync(request, account, cancellationToken), cancellationToken);

    private async Task<IResult> PageAsync(HttpRequest request, Account account, CancellationToken cancellationToken)
    {
        if (CredentialPage.Read(request.Query) is not { } page)
        {
            return StatusInfo.Of(
                StatusCodes.Status400BadRequest, "invalid_query_parameter", "limit is a number from 1, offset one from 0, and since an instant such as 2026-04-26T09:30:00Z.");
        }

        List<BadgeCredential> issued =
        [
            .. (await badges.OfAccountAsync(account, cancellationToken))
                .Where(badge => badge.State is not BadgeState.Revoked)
                .Select(badge => badge.Credential)
                .OfType<BadgeCredential>()
                .Where(credential => !credential.IsRevoked && page.Has(credential.IssuedAt))
                .OrderBy(credential => credential.IssuedAt).ThenBy(credential => credential.List).ThenBy(credential => credential.Index),
        ];
        var found = await Task.WhenAll(issued.Skip(page.Offset).Take(page.Limit)
            .Select(credential => credentials.FindAsync(new CredentialPlace(credential.List, credential.Index), cancellationToken)));
        var headers = request.HttpContext.Response.Headers;
        headers["X-Total-Count"] = issued.Count.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.Link] = page.Links(new Uri(web.Value.PublicUrl, Path), issued.Count);
        return TypedResults.Bytes(Write(found.OfType<IssuedCredential>()), "application/json");
    }

    private static ReadOnlyMemory<byte> Write(IEnumerable<IssuedCredential> found)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("credential"u8);
            foreach (var one in found)
            {
                // As it was signed.
                json.WriteRawValue(one.Credential.Json, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
