using System.Net;
using BadgeFunctions.Functions.Tests.EndToEnd;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary><c>/faults</c>, by which people make the next calls fail.</summary>
public sealed class FaultsTests : IAsyncLifetime
{
    private StandIns _standIns = null!;

    public async Task InitializeAsync() => _standIns = await StandIns.StartAsync();

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    [Fact]
    public async Task The_next_calls_are_answered_as_asked_for_and_then_all_is_well()
    {
        await ArmAsync(("target", "Credly: issue a badge"), ("kind", "Answer"), ("times", "2"), ("status", "429"), ("retryAfter", "7"));

        var first = await _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order());
        var second = await _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order());

        Assert.Equal((429, 429), (first.Status, second.Status));
        Assert.Empty(_standIns.Sandbox.Credly.Badges);
        await _standIns.IssueAsync();
    }

    [Fact]
    public async Task A_badge_can_be_issued_without_the_issuer_hearing_of_it()
    {
        await ArmAsync(("target", "Credly: issue a badge"), ("kind", "DropAnswer"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _standIns.CredlyAsync(HttpMethod.Post, "badges", StandIns.Order()));

        Assert.Single(_standIns.Sandbox.Credly.Badges);
    }

    [Theory]
    [InlineData("Credly: issue a badge", "POST", "badges")]
    [InlineData("Credly: replace a badge", "POST", "badges/1/replace")]
    [InlineData("Credly: revoke a badge", "PUT", "badges/1/revoke")]
    [InlineData("Credly: delete a badge", "DELETE", "badges/1")]
    [InlineData("Credly: read a badge", "GET", "badges/1")]
    [InlineData("Credly: list badges", "GET", "badges?page=1")]
    [InlineData("Credly: templates", "GET", "badge_templates")]
    [InlineData("Credly: events", "GET", "events/1")]
    public async Task Each_call_fails_apart_from_the_others(string target, string method, string path)
    {
        await ArmAsync(("target", target), ("kind", "Answer"), ("status", "507"));
        foreach (var (otherMethod, other) in new[]
        {
            ("POST", "badges"), ("POST", "badges/1/replace"), ("PUT", "badges/1/revoke"), ("DELETE", "badges/1"), ("GET", "badges/1"),
            ("GET", "badges?page=1"), ("GET", "badge_templates"), ("GET", "events/1"),
        }.Where(one => one != (method, path)))
        {
            Assert.NotEqual(507, (await _standIns.CredlyAsync(new HttpMethod(otherMethod), other, otherMethod == "GET" ? null : new { })).Status);
        }

        Assert.Equal(507, (await _standIns.CredlyAsync(new HttpMethod(method), path, method == "GET" ? null : new { })).Status);
    }

    [Fact]
    public async Task The_organization_and_the_access_token_fail_too()
    {
        await ArmAsync(("target", "Credly: organization"), ("kind", "Answer"), ("status", "507"));
        await ArmAsync(("target", "Credly: OAuth token"), ("kind", "Answer"), ("status", "508"));

        Assert.Equal(507, (await _standIns.CredlyAsync(HttpMethod.Get, "")).Status);
        Assert.Equal(508, (int)await _standIns.PostAsync("/oauth/token"));
    }

    [Theory]
    [InlineData("Error", 500, "application/json", "Something went wrong")]
    [InlineData("BrokenJson", 200, "application/json", "{\"data\"")]
    [InlineData("Empty", 200, "application/json", "")]
    [InlineData("Html", 502, "text/html", "<!DOCTYPE html>")]
    public async Task The_body_of_a_bad_answer_is_chosen(string body, int status, string type, string text)
    {
        await ArmAsync(("target", "Credly: list badges"), ("kind", "Answer"), ("status", $"{status}"), ("body", body));

        using var answer = await ListAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        var given = await answer.Content.ReadAsStringAsync();
        Assert.Contains(text, given, StringComparison.Ordinal);
        Assert.Equal(body == "Empty", given.Length == 0);
    }

    [Fact]
    public async Task A_body_is_given_word_for_word()
    {
        await ArmAsync(("target", "Credly: list badges"), ("kind", "Answer"), ("status", "200"), ("text", """{"data":[]}"""));

        using var answer = await ListAsync();

        Assert.Equal("""{"data":[]}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Answer", 503)]
    [InlineData("Delay", 200)]
    public async Task Whatever_happens_can_happen_late(string kind, int status)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var standIns = await StandIns.StartAsync(clock);
        await standIns.PostAsync("/faults", ("target", "Credly: list badges"), ("kind", kind), ("times", "1"), ("delay", "60000"));

        var call = standIns.CredlyAsync(HttpMethod.Get, "badges");
        var started = clock.GetUtcNow();
        await BadgeApplication.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(call.IsCompleted);
            },
            () => "not answered");

        Assert.Equal(status, (await call).Status);
        Assert.True(clock.GetUtcNow() - started >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_waits_is_shown_and_can_be_taken_back()
    {
        await ArmAsync(("target", "Credly: read"), ("kind", "Drop"), ("times", "3"));
        Assert.Contains("3 × Credly: read: Drop", WebUtility.HtmlDecode(await _standIns.Http.GetStringAsync("/faults")), StringComparison.Ordinal);

        await _standIns.PostAsync("/faults/clear");

        Assert.Equal(200, (await _standIns.CredlyAsync(HttpMethod.Get, "badges")).Status);
    }

    [Theory]
    [InlineData("Nobody", "Answer", 1, 503)]
    [InlineData("Credly: read", "HoldCall", 1, 503)]
    [InlineData("Credly: read", "HoldAnswer", 1, 503)]
    [InlineData("Credly: read", "Answer", 0, 503)]
    [InlineData("Credly: read", "Answer", 1, 200)]
    public async Task What_makes_no_sense_is_refused(string target, string kind, int times, int status)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _standIns.PostAsync(
            "/faults", ("target", target), ("kind", kind), ("times", $"{times}"), ("status", $"{status}")));
        Assert.Equal(200, (await _standIns.CredlyAsync(HttpMethod.Get, "badges")).Status);
    }

    private Task<HttpResponseMessage> ListAsync() =>
        _standIns.Http.GetAsync($"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}/badges");

    private async Task ArmAsync(params (string Name, string Value)[] fields) =>
        Assert.Equal(HttpStatusCode.SeeOther, await _standIns.PostAsync("/faults", fields));
}
