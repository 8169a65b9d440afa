using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Authentication;

/// <summary>
/// Signs every request in: with the organization's authorization token as HTTP Basic, or with an OAuth access token, which is fetched anew
/// once when Credly no longer takes it.
/// </summary>
internal sealed class CredlyAuthentication(IOptions<CredlyOptions> options, CredlyAccessTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.Value.AuthorizationToken is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{token}:")));
            return await base.SendAsync(request, cancellationToken);
        }

        var access = await tokens.GetAsync(null, cancellationToken);
        var response = await SendAsync(request, access, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A request that was not let in was not carried out: it can be sent again.
        response.Dispose();
        return await SendAsync(request, await tokens.GetAsync(access, cancellationToken), cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string access, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return base.SendAsync(request, cancellationToken);
    }
}
