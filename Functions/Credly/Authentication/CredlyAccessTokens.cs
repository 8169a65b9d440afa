using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Authentication;

/// <summary>The OAuth access token (client credentials), kept until shortly before its end. Source: credly.com/docs/oauth.</summary>
internal sealed class CredlyAccessTokens(IHttpClientFactory http, IOptions<CredlyOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>The name of the client that fetches tokens.</summary>
    public const string Client = "CredlyTokens";

    // What the product needs of Credly's scopes.
    private const string Scope = "issued_badges badge_templates events";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private (string Token, DateTimeOffset Until)? _known;

    /// <summary>The access token; those who ask at the same time share one call.</summary>
    /// <param name="refused">The token that Credly no longer takes, if there is one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HttpRequestException">No token can be had; its message has no secret in it.</exception>
    public async Task<string> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || known.Token == refused || known.Until <= clock.GetUtcNow())
            {
                _known = known = await FetchAsync(cancellationToken);
            }

            return known.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(string Token, DateTimeOffset Until)> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(Client);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.Value.ClientId ?? "",
            ["client_secret"] = options.Value.ClientSecret ?? "",
            ["scope"] = Scope,
        });
        using var response = await client.PostAsync(options.Value.EffectiveTokenAddress, form, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"Credly gave no access token: it answered {(int)response.StatusCode}.", null, response.StatusCode);
        }

        try
        {
            var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(Json, cancellationToken);
            return answer is { AccessToken: { Length: > 0 } token }
                ? (token, clock.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn ?? 0) - Early)
                : throw new HttpRequestException("Credly's answer has no access token.");
        }
        catch (JsonException)
        {
            throw new HttpRequestException("Credly's answer is no access token.");
        }
    }

    private sealed record TokenAnswer(string? AccessToken, double? ExpiresIn);
}
