using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>Sends awards to a running app and follows each badge to its e-mail, and with claims to its acceptance.</summary>
internal sealed class AwardLoad(LoadWorld world, LoadOptions options)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly LoadedAward[] _awards = MakeAwards(options.Awards);
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private readonly CertificationSystem _certification = new(world.Http, world.Addresses, world.Keys, TimeProvider.System);
    private readonly long _started = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Returns when every badge has come to its end, or when none has moved for a minute.</summary>
    /// <param name="say">Told every few seconds how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public async Task<LoadOutcome> RunAsync(Action<string>? say, CancellationToken cancellationToken)
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var standIns = new StandIns(world, _awards, TimeProvider.System.GetUtcNow() - Elapsed);
        using var members = new SemaphoreSlim(options.Concurrency);
        List<Task> work = [SendAllAsync(givenUp.Token)];
        await WatchAsync(
            standIns,
            say,
            (award, mailId) => work.Add(ClaimAsync(award, mailId, members, givenUp.Token)),
            givenUp.Token);
        await givenUp.CancelAsync();
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was not sent or claimed by now is lost.
        }

        return new LoadOutcome(_awards, await standIns.CountIssuedAsync(cancellationToken), _errors, options.Claim);
    }

    private static LoadedAward[] MakeAwards(int count)
    {
        var load = Guid.NewGuid().ToString("N")[..8];
        return [.. Enumerable.Range(1, count).Select(number => new LoadedAward($"{load}-{number}"))];
    }

    private async Task WatchAsync(StandIns standIns, Action<string>? say, Action<LoadedAward, string> claim, CancellationToken cancellationToken)
    {
        var (said, moved, before) = (TimeSpan.Zero, TimeSpan.Zero, "");
        do
        {
            await Task.Delay(LookInterval, cancellationToken);
            foreach (var (award, mailId) in await standIns.ReadMailsAsync(cancellationToken))
            {
                if (options.Claim && award.Mails == 1)
                {
                    claim(award, mailId);
                }
            }

            var now = $"{_awards.Count(award => award.BadgeId is not null)} accepted, {_awards.Count(award => award.Mailed is not null)} e-mailed"
                + (options.Claim ? $", {_awards.Count(award => award.Accepted is not null)} claimed" : "")
                + $", {_awards.Count(award => award.IsFailed)} failed";
            (moved, before) = now == before ? (moved, before) : (Elapsed, now);
            if (Elapsed - said > SayInterval)
            {
                said = Elapsed;
                say?.Invoke($"{Elapsed.TotalSeconds,4:F0} s  of {_awards.Length} awards {now}");
            }
        }
        while (!_awards.All(IsDone) && Elapsed - moved < Patience);
    }

    private bool IsDone(LoadedAward award) =>
        award.IsFailed || (award.BadgeId is not null && (options.Claim ? award.Accepted : award.Mailed) is not null);

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        if (options.Rate is not { } rate)
        {
            await Parallel.ForEachAsync(
                _awards,
                new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
                async (award, token) =>
                {
                    award.Due = Elapsed;
                    await SendAsync(award, token);
                });
            return;
        }

        // Each is sent when it is due, however many are still unanswered; a late start counts as latency.
        List<Task> sent = [];
        for (var i = 0; i < _awards.Length; i++)
        {
            _awards[i].Due = TimeSpan.FromSeconds(i / rate);
            if (_awards[i].Due - Elapsed is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            sent.Add(SendAsync(_awards[i], cancellationToken));
        }

        await Task.WhenAll(sent);
    }

    private Task SendAsync(LoadedAward award, CancellationToken cancellationToken) => TryAsync("webhook", award, async () =>
    {
        using var request = _certification.Sign(_certification.BodyOf(award.Achievement), $"msg_{Guid.NewGuid():N}");
        using var response = await world.Http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        award.Answered = Elapsed;
        award.BadgeId = response.StatusCode is HttpStatusCode.Accepted
            ? JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("badgeId").GetString()
            : throw new InvalidOperationException($"{(int)response.StatusCode}");
    });

    private async Task ClaimAsync(LoadedAward award, string mailId, SemaphoreSlim members, CancellationToken cancellationToken)
    {
        await members.WaitAsync(cancellationToken);
        await TryAsync("claim", award, async () =>
        {
            await MemberClaim.AcceptAsync(world, award, mailId, cancellationToken);
            award.Accepted = Elapsed;
        });
        members.Release();
    }

    private async Task TryAsync(string what, LoadedAward award, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (
            e is HttpRequestException or InvalidOperationException or JsonException or OperationCanceledException { InnerException: TimeoutException })
        {
            award.IsFailed = true;
            _errors.AddOrUpdate($"{what}: {e.Message}", 1, (_, count) => count + 1);
        }
    }
}
