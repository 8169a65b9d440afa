using System.Net;
using System.Net.Http.Headers;
using BadgeFunctions.Functions.Credly;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Credly;

/// <summary>The client as it is registered, against a Credly in memory. Pauses are on the test's clock; the token bucket has none of its own.</summary>
public sealed class CredlyRateLimitTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(A.Now);
    private readonly CredlyServer _credly = new();
    private ServiceProvider? _services;

    [Fact]
    public async Task A_burst_never_exceeds_the_limit_by_more_than_the_bucket()
    {
        const int PerSecond = 20;
        const int Bucket = PerSecond / 10;
        using var http = Client(PerSecond, TimeSpan.FromSeconds(20));

        var answers = await SendAsync(http, 30);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(30, _credly.Received.Count);
        // A timer may fire some milliseconds early.
        Assert.All(_credly.Received.Index(), one =>
            Assert.InRange(one.Index + 1, 1, Bucket + Bucket * (int)((one.Item + TimeSpan.FromMilliseconds(30)) / TimeSpan.FromMilliseconds(100))));
    }

    [Fact]
    public async Task All_clients_share_the_limit()
    {
        using var first = Client(1, TimeSpan.Zero);
        await SendAsync(first, 1);
        using var second = _services!.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CredlyClient));

        var refused = Assert.Single(await SendAsync(second, 1));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task A_request_that_would_wait_too_long_is_answered_429_here_and_not_sent()
    {
        using var http = Client(10, TimeSpan.FromSeconds(0.5));

        var answers = await SendAsync(http, 20);

        var refused = answers.Where(answer => answer.StatusCode is HttpStatusCode.TooManyRequests).ToList();
        // One goes at once and five wait; the bucket may fill once or twice while all are being sent.
        Assert.InRange(_credly.Received.Count, 6, 10);
        Assert.Equal(20 - _credly.Received.Count, refused.Count);
        Assert.All(refused, answer => Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Without_a_limit_requests_do_not_wait()
    {
        using var http = Client(null, TimeSpan.Zero);

        Assert.All(await SendAsync(http, 200), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public async Task A_pause_that_credly_asks_for_is_kept(int? perSecond)
    {
        using var http = Client(perSecond, TimeSpan.FromSeconds(20));
        _credly.AnswerNext(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(await SendAsync(http, 1)).Headers.RetryAfter?.Delta);

        var refused = Assert.Single(await SendAsync(http, 1));
        _clock.Advance(TimeSpan.FromSeconds(15));
        var waiting = http.GetAsync("badges");
        _clock.Advance(TimeSpan.FromSeconds(14.9));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(30)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.False(waiting.IsCompleted);
        Assert.Single(_credly.Received);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, _credly.Received.Count);
    }

    [Fact]
    public async Task A_429_that_does_not_say_for_how_long_pauses_for_five_seconds()
    {
        using var http = Client(null, TimeSpan.Zero);
        _credly.AnswerNext(HttpStatusCode.TooManyRequests, null);
        await SendAsync(http, 1);

        var refused = Assert.Single(await SendAsync(http, 1));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var answered = Assert.Single(await SendAsync(http, 1));

        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task A_request_that_waits_for_its_turn_when_a_pause_begins_is_not_sent()
    {
        using var http = Client(1, TimeSpan.FromSeconds(5));
        var held = new TaskCompletionSource();
        _credly.AnswerNext(HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1), held.Task);
        var first = http.GetAsync("badges");
        var waiting = http.GetAsync("badges");

        held.SetResult();
        using var answer = await first;
        using var refused = await waiting;

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Single(_credly.Received);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        _credly.Dispose();
    }

    private static async Task<HttpResponseMessage[]> SendAsync(HttpClient http, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => http.GetAsync("badges")));

    private HttpClient Client(int? perSecond, TimeSpan longestWait)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Credly:BaseAddress"] = "https://credly.example/v1/",
            ["Credly:OrganizationId"] = "organization",
            ["Credly:AuthorizationToken"] = "token",
            ["Credly:RequestsPerSecond"] = perSecond?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Credly:LongestWait"] = longestWait.ToString(),
        };
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddCredly();
        services.AddHttpClient(nameof(CredlyClient)).ConfigurePrimaryHttpMessageHandler(() => _credly);
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CredlyClient));
    }

    /// <summary>Notes when each request came, counted from before there was a client.</summary>
    private sealed class CredlyServer : HttpMessageHandler
    {
        private readonly Lock _lock = new();
        private readonly long _started = TimeProvider.System.GetTimestamp();
        private readonly List<TimeSpan> _received = [];
        private (HttpStatusCode Status, TimeSpan? RetryAfter, Task Until)? _next;

        public IReadOnlyList<TimeSpan> Received
        {
            get
            {
                lock (_lock)
                {
                    return [.. _received];
                }
            }
        }

        public void AnswerNext(HttpStatusCode status, TimeSpan? retryAfter, Task? until = null) =>
            _next = (status, retryAfter, until ?? Task.CompletedTask);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, retryAfter, until) = Receive();
            await until;
            var answer = new HttpResponseMessage(status) { RequestMessage = request };
            answer.Headers.RetryAfter = retryAfter is { } pause ? new RetryConditionHeaderValue(pause) : null;
            return answer;
        }

        private (HttpStatusCode Status, TimeSpan? RetryAfter, Task Until) Receive()
        {
            lock (_lock)
            {
                _received.Add(TimeProvider.System.GetElapsedTime(_started));
                var next = _next ?? (HttpStatusCode.OK, null, Task.CompletedTask);
                _next = null;
                return next;
            }
        }
    }
}
