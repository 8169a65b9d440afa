using System.Net;
using System.Net.Http.Json;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary><c>/faults</c>, by which people and scripts make the next calls fail.</summary>
public sealed class FaultsTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task The_next_calls_are_answered_as_asked_for_and_then_all_is_well()
    {
        using var armed = await _standIns.Http.PostAsJsonAsync(
            "/faults", new { target = "Credly: issue a badge", kind = "Answer", times = 2, status = 429, retryAfter = 7 });
        Assert.Equal(HttpStatusCode.NoContent, armed.StatusCode);

        var first = await _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order());
        var second = await _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order());

        Assert.Equal((429, 429), (first.Status, second.Status));
        Assert.Empty(_standIns.Sandbox.Credly.Badges);
        await _standIns.IssueAsync();
    }

    [Fact]
    public async Task A_badge_can_be_issued_without_the_issuer_hearing_of_it()
    {
        using var armed = await _standIns.Http.PostAsync("/faults", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["target"] = "Credly: issue a badge",
            ["kind"] = "DropAnswer",
            ["times"] = "1",
        }));
        Assert.Equal(HttpStatusCode.OK, armed.StatusCode);

        await Assert.ThrowsAsync<HttpRequestException>(() => _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order()));

        Assert.Single(_standIns.Sandbox.Credly.Badges);
    }

    [Theory]
    [InlineData("Nobody", "Answer", 1, 503)]
    [InlineData("Credly: read", "HoldAnswer", 1, 503)]
    [InlineData("Credly: read", "Answer", 0, 503)]
    [InlineData("Credly: read", "Answer", 1, 200)]
    public async Task What_makes_no_sense_is_refused(string target, string kind, int times, int status)
    {
        using var answer = await _standIns.Http.PostAsJsonAsync("/faults", new { target, kind, times, status });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(200, (await _standIns.CredlyAsync(HttpMethod.Get, "badges")).Status);
    }
}
