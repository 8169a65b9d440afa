using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Polly.RateLimiting;

namespace BadgeFunctions.Functions.Credly.Limits;

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
