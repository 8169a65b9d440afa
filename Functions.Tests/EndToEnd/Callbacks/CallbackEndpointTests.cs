using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;

/// <summary>How an endpoint is registered, shown, changed and removed, and its secret.</summary>
public sealed class CallbackEndpointTests : CallbackTest
{
    private static readonly string[] Issued = [CallbackTypes.Issued];

    private static string Path => $"api/callbacks/{Name}";

    [Fact]
    public async Task An_endpoint_is_registered_shown_without_its_secret_changed_and_removed()
    {
        var (created, first) = await CallAsync(HttpMethod.Put, Path, new { url = "https://example.org/a", events = Issued });
        var (changed, second) = await CallAsync(HttpMethod.Put, Path, new { url = "https://example.org/b", events = CallbackTypes.All });
        var (shown, view) = await CallAsync(HttpMethod.Get, Path);

        Assert.Equal((201, 200, 200), (created, changed, shown));
        Assert.StartsWith("whsec_", first.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal(first.GetProperty("secret").GetString(), second.GetProperty("secret").GetString());
        Assert.Equal("https://example.org/b", view.GetProperty("url").GetString());
        Assert.Equal(CallbackTypes.All, view.GetProperty("events").EnumerateArray().Select(type => type.GetString()));
        Assert.False(view.TryGetProperty("secret", out _));

        Assert.Equal(204, (await CallAsync(HttpMethod.Delete, Path)).Status);
        Assert.Equal(404, (await CallAsync(HttpMethod.Delete, Path)).Status);
        Assert.Equal(404, (await CallAsync(HttpMethod.Get, Path)).Status);
        Assert.Equal(404, (await CallAsync(HttpMethod.Post, $"{Path}/secret")).Status);
        var (_, again) = await CallAsync(HttpMethod.Put, Path, new { url = "https://example.org/a", events = Issued });
        Assert.NotEqual(first.GetProperty("secret").GetString(), again.GetProperty("secret").GetString());
    }

    [Theory]
    [InlineData("PUT", "api/callbacks/certification")]
    [InlineData("GET", "api/callbacks/certification")]
    [InlineData("DELETE", "api/callbacks/certification")]
    [InlineData("POST", "api/callbacks/certification/secret")]
    [InlineData("GET", "api/admin/callbacks/certification/deliveries")]
    [InlineData("POST", "api/admin/callbacks/certification/deliveries/msg_0123456789abcdef0123456789abcdef/redeliver")]
    public async Task Nothing_is_done_without_a_key(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await App.Client.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task No_table_holds_a_secret()
    {
        var (_, answer) = await CallAsync(HttpMethod.Put, Path, new { url = "https://example.org/a", events = Issued });
        var secret = answer.GetProperty("secret").GetString()!["whsec_".Length..];

        var row = await App.Tables.GetTableClient("CallbackEndpoints").QueryAsync<Azure.Data.Tables.TableEntity>().SingleAsync();

        Assert.All(row.Select(column => column.Value), value => Assert.DoesNotContain(secret, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_is_refused_and_named()
    {
        Assert.Equal(["url", "events"], await FieldsAsync(Path, new { }));
        Assert.Equal(["url"], await FieldsAsync(Path, new { url = "ftp://example.org", events = Issued }));
        Assert.Equal(["url"], await FieldsAsync(Path, new { url = "https://user@example.org/", events = Issued }));
        Assert.Equal(["events[1]"], await FieldsAsync(Path, new { url = "https://example.org/", events = new[] { CallbackTypes.Issued, "badge.seen" } }));
        Assert.Equal(["events"], await FieldsAsync(Path, new { url = "https://example.org/", events = Array.Empty<string>() }));
        Assert.Equal(["body"], await FieldsAsync(Path, "not json"));
        Assert.Equal(["name"], await FieldsAsync("api/callbacks/Not_A_Name", new { url = "https://example.org/", events = Issued }));
        Assert.Equal(["state"], await FieldsAsync($"api/admin/callbacks/{Name}/deliveries?state=lost", null));
        Assert.Equal(["after"], await FieldsAsync($"api/admin/callbacks/{Name}/deliveries?after=1", null));
        Assert.Equal(404, (await RedeliverAsync("msg_0123456789abcdef0123456789abcdef")).Status);
    }

    [Fact]
    public async Task After_a_rotation_the_old_secret_still_verifies_for_a_day_and_the_new_one_at_once()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var (status, rotated) = await CallAsync(HttpMethod.Post, $"{Path}/secret");
        Assert.Equal(200, status);
        await IssueAsync();
        var old = Assert.Single(await TakenAsync(1));
        Assert.Equal(2, old.Signatures.Split(' ').Length);

        Receiver.Trust(Name, rotated.GetProperty("secret").GetString()!);
        await IssueAsync(Another("m-2"));
        await TakenAsync(2);

        App.Clock.Advance(TimeSpan.FromHours(24));
        await IssueAsync(Another("m-3"));
        Assert.Single((await TakenAsync(3))[2].Signatures.Split(' '));
    }

    [Fact]
    public async Task Pages_of_deliveries_follow_one_another()
    {
        await RegisterAsync(CallbackTypes.Issued);
        var deliveries = Deliveries;
        foreach (var minute in Enumerable.Range(0, 60))
        {
            var id = AnnouncementId.Of(A.Now.AddMinutes(minute), "badge");
            await deliveries.AddAsync(new CallbackDelivery(Name, id, CallbackTypes.Issued, "badge", "{}") { State = CallbackState.Dead }, CancellationToken.None);
        }

        var (_, first) = await CallAsync(HttpMethod.Get, $"api/admin/callbacks/{Name}/deliveries?state=dead");
        var (_, last) = await CallAsync(HttpMethod.Get, $"api/admin/callbacks/{Name}/deliveries?state=dead&after={first.GetProperty("next").GetString()}");

        Assert.Equal(50, Ids(first).Count);
        Assert.Equal(10, Ids(last).Count);
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.Equal(AnnouncementId.Of(A.Now.AddMinutes(59), "badge"), Ids(first)[0]);
        Assert.Equal(60, Ids(first).Concat(Ids(last)).Distinct().Count());
        Assert.Empty(Ids((await CallAsync(HttpMethod.Get, $"api/admin/callbacks/{Name}/deliveries?state=pending")).Body));
    }

    private static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("deliveries").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private static Achievement Another(string member) =>
        Achievement.Sample() with { Member = new AwardedMember { Id = member, Email = $"{member}@example.org" } };

    private async Task<IEnumerable<string?>> FieldsAsync(string path, object? body)
    {
        var (status, problem) = await CallAsync(body is null ? HttpMethod.Get : HttpMethod.Put, path, body);
        Assert.Equal(400, status);
        return [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())];
    }
}
