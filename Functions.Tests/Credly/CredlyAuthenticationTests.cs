using System.Net;
using System.Net.Http.Headers;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Credly.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace BadgeFunctions.Functions.Tests.Credly;

public sealed class CredlyAuthenticationTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly TokenServer _server = new();

    [Fact]
    public async Task The_authorization_token_is_the_user_name_of_basic_authentication()
    {
        using var http = Client(new CredlyOptions { BaseAddress = Api, OrganizationId = "o", AuthorizationToken = "token" });

        await http.GetAsync(Api);

        Assert.Equal(new AuthenticationHeaderValue("Basic", "dG9rZW46"), Assert.Single(_server.Seen));
        Assert.Equal(0, _server.Issued);
    }

    [Fact]
    public async Task An_access_token_is_fetched_once_for_all_who_ask_and_anew_before_its_end()
    {
        using var http = Client(OAuth());

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => http.GetAsync(Api)));
        Assert.Equal(1, _server.Issued);
        _clock.Advance(TimeSpan.FromMinutes(119.5));
        await http.GetAsync(Api);

        Assert.Equal(2, _server.Issued);
        Assert.Equal("Bearer token-2", _server.Seen.Last().ToString());
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once()
    {
        using var http = Client(OAuth());
        await http.GetAsync(Api);
        _server.Refused.Add("token-1");

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Api)).StatusCode);

        _server.Refused.UnionWith(["token-2", "token-3"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(Api)).StatusCode);
        Assert.Equal(3, _server.Issued);
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html>")]
    public async Task A_token_that_cannot_be_had_is_an_error_without_the_secret(int status, string body)
    {
        using var http = Client(OAuth());
        _server.TokenAnswer = () => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(Api));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private static Uri Api { get; } = new("https://credly.example/v1/organizations/o/badges");

    private static CredlyOptions OAuth() => new() { BaseAddress = Api, OrganizationId = "o", ClientId = "client", ClientSecret = "secret" };

    private HttpClient Client(CredlyOptions options)
    {
        var factory = new Mock<IHttpClientFactory>();
        factory.Setup(one => one.CreateClient(It.IsAny<string>())).Returns(() => new HttpClient(_server, disposeHandler: false));
        var settings = Options.Create(options);
        return new HttpClient(new CredlyAuthentication(settings, new CredlyAccessTokens(factory.Object, settings, _clock)) { InnerHandler = _server });
    }

    /// <summary>Credly's token address, and an API that notes who called it.</summary>
    private sealed class TokenServer : HttpMessageHandler
    {
        private readonly Lock _lock = new();

        public int Issued { get; private set; }

        public List<AuthenticationHeaderValue> Seen { get; } = [];

        public HashSet<string> Refused { get; } = [];

        public Func<HttpResponseMessage>? TokenAnswer { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                return Task.FromResult(request.RequestUri!.AbsolutePath == "/oauth/token" ? Token() : Answer(request.Headers.Authorization!));
            }
        }

        private HttpResponseMessage Token() => TokenAnswer?.Invoke() ?? new HttpResponseMessage
        {
            Content = new StringContent(
                $$"""{ "access_token": "token-{{++Issued}}", "token_type": "Bearer", "expires_in": 7200 }""",
                new MediaTypeHeaderValue("application/json")),
        };

        private HttpResponseMessage Answer(AuthenticationHeaderValue authorization)
        {
            Seen.Add(authorization);
            return new HttpResponseMessage(Refused.Contains(authorization.Parameter!) ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
        }
    }
}
