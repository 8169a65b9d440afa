using System.Net;
using System.Text;
using Azure.Identity;
using BadgeFunctions.Functions.Tests.EndToEnd;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>A vault that asks for something, refuses, does not answer, or is none.</summary>
public sealed class KeyVaultAnswerTests : KeyVaultTest
{
    [Fact]
    public async Task A_vault_that_asks_for_a_new_token_with_claims_gets_one()
    {
        Vault.Add("v1", Rsa, A.Now);
        const string Claims = """{"access_token":{"nbf":{"essential":true,"value":"1619514000"}}}""";
        Vault.Challenge += $", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims))}\"";
        Vault.Token = "token with claims";
        App.TokenFor = context => context.Claims == Claims ? "token with claims" : "token";

        Assert.Single(await Key.VersionsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", claims=\"not base64!\"")]
    [InlineData(", claims=\"=\"")]
    public async Task A_vault_that_does_not_know_the_app_is_asked_twice_and_no_token_is_made_for_whom_it_names(string more)
    {
        Vault.Add("v1", Rsa, A.Now);
        Vault.Token = "another's";
        Vault.Challenge = $"Bearer authorization=\"https://login.evil.example\", resource=\"https://evil.example\"{more}";

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(2, Vault.Calls.Count);
        Assert.All(App.Asked, asked => Assert.Equal(("https://vault.azure.net/.default", null), (Assert.Single(asked.Scopes), asked.Claims)));
        Assert.DoesNotContain("token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_asks_for_a_pause_gets_it()
    {
        Vault.Add("v1", Rsa, A.Now);
        Vault.Instead.Enqueue(new Pause());

        var versions = Key.VersionsAsync(CancellationToken.None);
        await BadgeApplication.UntilAsync(() => Task.FromResult(Vault.Calls.Count == 1), () => "no call");
        await WhileTimePassesAsync(0.1, () => Vault.Calls.Count > 1);

        Assert.Single(await versions);
        Assert.InRange(Clock.GetUtcNow() - A.Now, TimeSpan.FromSeconds(Pause.Seconds), TimeSpan.MaxValue);
        Assert.Equal(3, Vault.Calls.Count);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_is_asked_again_and_given_up_after_half_a_minute()
    {
        for (var i = 0; i < 10; i++)
        {
            Vault.Instead.Enqueue(new Silence());
        }

        var versions = Key.VersionsAsync(CancellationToken.None);
        await WhileTimePassesAsync(1, () => versions.IsCompleted);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => versions);
        Assert.Contains("Key Vault cannot be used", error.Message, StringComparison.Ordinal);
        Assert.InRange(Vault.Calls.Count, 2, 5);
        Assert.InRange(Clock.GetUtcNow() - A.Now, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(35));
    }

    [Fact]
    public async Task An_app_without_an_identity_is_told_so()
    {
        App.TokenFor = _ => throw new CredentialUnavailableException("No managed identity.");

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Contains("No managed identity.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Vault.Calls);
    }

    [Fact]
    public async Task What_the_vault_refuses_is_told_and_not_tried_again()
    {
        Vault.Add("v1", Rsa, A.Now);
        Vault.Instead.Enqueue(Results.Json(
            new { error = new { code = "Forbidden", message = "Caller is not authorized", innererror = new { code = "ForbiddenByRbac" } } }, statusCode: 403));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Contains("ForbiddenByRbac", error.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /versions"], Vault.Calls);
        Assert.Single(await Key.VersionsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("https://evil.example/keys/credentials-jwt/versions?api-version=7.4")]
    [InlineData("//evil.example/keys")]
    [InlineData("nonsense")]
    public async Task A_page_that_is_elsewhere_is_not_asked_for(string nextLink)
    {
        Vault.Add("v1", Rsa, A.Now);
        Vault.Alter = answer =>
        {
            if (answer.ContainsKey("nextLink"))
            {
                answer["nextLink"] = nextLink;
            }
        };

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Contains("leads elsewhere", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("..%2f..%2fsecrets")]
    [InlineData("v1?x=")]
    [InlineData("")]
    public async Task A_version_that_would_be_another_address_is_not_asked_for(string version)
    {
        Vault.Add(version, Rsa, A.Now);

        await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Equal(["GET /versions"], Vault.Calls);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "value": null }""")]
    [InlineData("""{ "value": [{}] }""")]
    [InlineData("""{ "value": [{ "kid": "x", "attributes": null }] }""")]
    public async Task An_answer_that_is_none_is_an_error_of_its_own(string body)
    {
        Vault.Instead.Enqueue(Results.Text(body, "application/json"));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Key.VersionsAsync(CancellationToken.None));

        Assert.Contains("Key Vault", error.Message, StringComparison.Ordinal);
    }

    // A call that is real has five seconds.
    private Task WhileTimePassesAsync(double seconds, Func<bool> isOver) => BadgeApplication.UntilAsync(
        () =>
        {
            Clock.Advance(isOver() ? TimeSpan.Zero : TimeSpan.FromSeconds(seconds));
            return Task.FromResult(isOver());
        },
        () => $"{Vault.Calls.Count} calls at {Clock.GetUtcNow()}");

    /// <summary>429 with <c>Retry-After</c>.</summary>
    private sealed class Pause : IResult
    {
        public const int Seconds = 7;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = $"{Seconds}";
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        }
    }

    private sealed class Silence : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
    }
}
