using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Polly.RateLimiting;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// Lets this instance's requests go: none during a pause that Credly asked for, and no more than
/// <see cref="CredlyOptions.RequestsPerSecond"/>. Those that would wait longer than <see cref="CredlyOptions.LongestWait"/> are rejected.
/// </summary>
internal sealed class CredlyLimiter(CredlyPause pause, IOptions<CredlyOptions> options) : IDisposable
{
    private readonly TimeSpan _longestWait = options.Value.LongestWait;
    private readonly RateLimiter _requests = LimiterOf(options.Value);

    /// <summary>Waits for the request's turn.</summary>
    /// <exception cref="RateLimiterRejectedException">A pause lasts too long; says how long.</exception>
    public async ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (pause.Left is var left && left > _longestWait)
            {
                throw new RateLimiterRejectedException(left);
            }

            await pause.WaitAsync(cancellationToken);
            var lease = await _requests.AcquireAsync(permitCount: 1, cancellationToken);
            if (!lease.IsAcquired || pause.Left <= TimeSpan.Zero)
            {
                return lease;
            }

            // The pause began while this request waited for its turn.
            lease.Dispose();
        }
    }

    public void Dispose() => _requests.Dispose();

    private static RateLimiter LimiterOf(CredlyOptions options)
    {
        if (options.RequestsPerSecond is not { } perSecond)
        {
            return new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = int.MaxValue });
        }

        // The limiter's timer counts whole milliseconds: both periods are exact.
        var periodsPerSecond = perSecond % 10 == 0 ? 10 : 1;
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond / periodsPerSecond,
            TokensPerPeriod = perSecond / periodsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / periodsPerSecond,
            QueueLimit = (int)(perSecond * options.LongestWait.TotalSeconds),
        });
    }
}

/// <summary>The pause that Credly has asked this instance for, if any. Thread-safe.</summary>
internal sealed class CredlyPause(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until;

    /// <summary>How long it still lasts; zero or less when there is none.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                return _until - clock.GetUtcNow();
            }
        }
    }

    /// <summary>Begins a pause; does not shorten one that lasts longer.</summary>
    public void Begin(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + pause;
            _until = until > _until ? until : _until;
        }
    }

    /// <summary>Waits until it has ended.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        // A timer can fire early, and a pause can be prolonged: look again.
        for (var left = Left; left > TimeSpan.Zero; left = Left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken);
        }
    }
}

/// <summary>
/// Answers a request that <see cref="CredlyLimiter"/> rejects with 429 and the time to come back, as Credly would: it is never sent. Begins a
/// pause when Credly itself answers 429.
/// </summary>
internal sealed class CredlyRateLimit(CredlyPause pause) : DelegatingHandler
{
    // Where Credly does not say for how long.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                pause.Begin(Web.RetryAfter.Of(response.Headers) ?? DefaultPause);
            }

            return response;
        }
        catch (RateLimiterRejectedException rejection)
        {
            return NotNow(request, rejection.RetryAfter ?? TimeSpan.Zero);
        }
    }

    private static HttpResponseMessage NotNow(HttpRequestMessage request, TimeSpan later)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(later.TotalSeconds));
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            RequestMessage = request,
            Content = new StringContent("""{ "data": { "message": "Held back to keep to the limit of requests." } }"""),
        };
        answer.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return answer;
    }
}
