using System.Net;
using BadgeFunctions.Sandbox.Credly.Api;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>The limit of requests that a test sets on the stand-in.</summary>
public sealed class CredlyLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_second_lets_in_so_many_and_the_next_one_as_many_again()
    {
        var limit = new CredlyLimit(_clock) { PerSecond = 2 };

        Assert.Equal([true, true, false], LetIn(limit, 3));
        Assert.Equal(1, limit.Refuse()!.Value.RetryAfter);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([true, true, false], LetIn(limit, 3));
    }

    [Fact]
    public void A_minute_lets_in_so_many_and_says_when_the_next_one_may_come()
    {
        var limit = new CredlyLimit(_clock) { PerMinute = 2 };
        Assert.Equal([true], LetIn(limit, 1));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([true], LetIn(limit, 1));

        Assert.Equal(40, limit.Refuse()!.Value.RetryAfter);
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal([true, false], LetIn(limit, 2));
    }

    [Fact]
    public async Task From_the_page_a_limit_a_minute_is_set_and_whether_its_end_is_told()
    {
        await using var standIns = await StandIns.StartAsync();
        await standIns.PostAsync("/credly/organization/switches", ("minute", "1"), ("retryAfter", "no"));
        await standIns.CredlyAsync(HttpMethod.Get, "badges");
        using var untold = await CallAsync(standIns);
        await standIns.PostAsync("/credly/organization/switches", ("minute", "1"), ("retryAfter", "yes"));
        using var told = await CallAsync(standIns);

        Assert.Equal(HttpStatusCode.TooManyRequests, untold.StatusCode);
        Assert.Null(untold.Headers.RetryAfter);
        Assert.InRange(told.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    private static IEnumerable<bool> LetIn(CredlyLimit limit, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => limit.Refuse() is null)];

    // The limit comes before the credentials.
    private static Task<HttpResponseMessage> CallAsync(StandIns standIns) =>
        standIns.Http.GetAsync($"/v1/organizations/{EndToEnd.TestSettings.Sandbox.CredlyOrganizationId}/badges");
}
