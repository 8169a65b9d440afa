using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// Signs every request to Azure Key Vault in as the app's identity, and once more where the vault asks for a new token. Only the claims are taken
/// from its answer: whom the token is for is not the other side's to say. Source: learn.microsoft.com/entra/identity-platform/claims-challenge.
/// </summary>
internal sealed partial class KeyVaultAuthentication(TokenCredential credential) : DelegatingHandler
{
    private static readonly string[] Scopes = ["https://vault.azure.net/.default"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, claims: null, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A request that was not let in was not carried out: it can be sent again.
        var claims = ClaimsOf(response.Headers.WwwAuthenticate);
        response.Dispose();
        return await SendAsync(request, claims, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? claims, CancellationToken cancellationToken)
    {
        // The credential keeps its token until shortly before the end.
        var token = await credential.GetTokenAsync(new TokenRequestContext(Scopes, claims: claims, isCaeEnabled: true), cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return await base.SendAsync(request, cancellationToken);
    }

    private static string? ClaimsOf(IEnumerable<AuthenticationHeaderValue> challenges)
    {
        var encoded = challenges.Select(challenge => Claims().Match(challenge.Parameter ?? "")).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var bytes = new byte[encoded?.Length ?? 0];
        return Convert.TryFromBase64String(encoded ?? "", bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)) : null;
    }

    [GeneratedRegex("claims=\"([A-Za-z0-9+/=]+)\"")]
    private static partial Regex Claims();
}
