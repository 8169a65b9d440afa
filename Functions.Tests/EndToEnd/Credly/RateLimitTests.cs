using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Processes;
using Xunit.Abstractions;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly;

/// <summary>A campaign against a limit, in real time: the app is a process of its own. Takes 100 seconds, alone.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class RateLimitTests(ITestOutputHelper output) : IDisposable
{
    private const int Badges = 1_000;
    private const int PerSecond = 10;
    private const int AwardsPerSecond = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_badges_at_ten_requests_a_second_none_lost_none_twice_none_above_the_limit()
    {
        var tables = await TestTables.NewAccountAsync();
        await using var sandbox = await SandboxApplication.StartAsync(BadgeApplication.SandboxOptions, TimeProvider.System);
        sandbox.Addresses.App = $"http://localhost:{Ports.Reserve()}";
        sandbox.CredlyWebhooks.Deliver = false;
        sandbox.CredlyLimit.PerSecond = PerSecond;
        await using var app = await StartAsync(sandbox, tables);

        await AwardAsync(sandbox);
        var allTaken = TimeProvider.System.GetUtcNow();
        await UntilIssuedAsync(sandbox);

        var limit = sandbox.CredlyLimit;
        var seconds = TimeProvider.System.GetElapsedTime(limit.Times.First, limit.Times.Last).TotalSeconds;

        // While awards come in, a small machine has less time for issuing.
        DateTimeOffset[] later = [.. sandbox.Credly.Badges.Select(badge => badge.CreatedAt).Where(at => at > allTaken).Order()];
        var used = (later.Length - 1) / (later[^1] - later[0]).TotalSeconds / PerSecond;
        output.WriteLine(
            $"{limit.Requests} requests in {seconds:F1} s; at most {limit.Highest} in any second; {limit.Refused} refused; "
            + $"{used:P1} of the limit for the last {later.Length}, when all awards were taken");
        output.WriteLine($"pauses: {string.Join(", ", Pauses(sandbox))}");
        Assert.Equal(Badges, sandbox.Credly.Badges.DistinctBy(badge => badge.IssuerEarnerId).Count());
        Assert.Equal(Badges, sandbox.Credly.Badges.Count);
        Assert.Equal(0, limit.Refused);
        Assert.InRange(limit.Highest, 1, PerSecond);
        Assert.InRange(seconds, 0, Badges / (PerSecond * 0.8));
        Assert.InRange(later.Length, 100, Badges);
        Assert.InRange(used, 0.95, 1.03);
        await AssertAllPendingAsync(tables);
    }

    // Faster than badges are issued, and not so fast that two cores have no time left for issuing.
    private static async Task AwardAsync(SandboxApplication sandbox)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / AwardsPerSecond));
        var awards = new List<Task<SentWebhook>>();
        while (awards.Count < Badges)
        {
            awards.Add(sandbox.Certification.AwardAsync(Somebodys(awards.Count)));
            await timer.WaitForNextTickAsync();
        }

        Assert.All(await Task.WhenAll(awards), answer => Assert.Equal(202, answer.Status));
    }

    private static Achievement Somebodys(int number) => Achievement.Sample() with
    {
        Member = new AwardedMember { Id = $"m-{number}", Email = $"member{number}@example.org" },
    };

    private static async Task UntilIssuedAsync(SandboxApplication sandbox)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var started = TimeProvider.System.GetTimestamp();
        while (sandbox.Credly.Badges.Count < Badges)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"{sandbox.Credly.Badges.Count} badges are issued");
            await timer.WaitForNextTickAsync();
        }
    }

    // Where the rate was lost, if it was: as seconds from the first badge on.
    private static IEnumerable<string> Pauses(SandboxApplication sandbox)
    {
        DateTimeOffset[] times = [.. sandbox.Credly.Badges.Select(badge => badge.CreatedAt).Order()];
        return times.Zip(times.Skip(1))
            .Where(pair => pair.Second - pair.First > TimeSpan.FromMilliseconds(300))
            .Select(pair => $"{(pair.Second - pair.First).TotalSeconds:F1} s after {(pair.First - times[0]).TotalSeconds:F1} s");
    }

    private static Task AssertAllPendingAsync(string tables) => BadgeApplication.UntilAsync(
        async () =>
        {
            var pending = 0;
            await foreach (var _ in new TableClient(tables, BadgeStore.Table).QueryAsync<TableEntity>("State eq 'Pending'", select: ["State"]))
            {
                pending++;
            }

            return pending == Badges;
        },
        () => "not all are pending");

    private Task<FunctionAppProcess> StartAsync(SandboxApplication sandbox, string tables)
    {
        var settings = BadgeApplication.Variables(sandbox, tables);
        settings["Credly__RequestsPerSecond"] = $"{PerSecond}";
        return FunctionAppProcess.StartAsync(
            sandbox.Addresses.App, Path.Combine(_folder.Path, "data"), Path.Combine(_folder.Path, "app.log"), settings, CancellationToken.None);
    }
}

/// <summary>What is measured shares the machine with no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Measured";
}
