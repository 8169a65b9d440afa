using BadgeFunctions.Sandbox.Credly;
using static BadgeFunctions.Functions.Tests.Sandbox.ForeignClient;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary>What public client libraries of Credly's API offer beyond issuing: employees, batches, Open Badges. Each test is named after its library.</summary>
public sealed class ForeignCredlyLibraryTests : IAsyncLifetime
{
    private static readonly string[] Invited = ["external-id-1"];
    private static readonly string[] Statuses = ["created"];

    private ForeignClient _client = null!;
    private StandIns _standIns = null!;

    public async Task InitializeAsync()
    {
        _standIns = await StandIns.StartAsync();
        _client = new ForeignClient(_standIns.Http);
    }

    public async Task DisposeAsync() => await _standIns.DisposeAsync();

    // riipen/credly-ruby: employees; errors by status.
    [Fact]
    public async Task Credly_ruby_enters_invites_and_removes_employees()
    {
        var entered = await _client.SendAsync(HttpMethod.Post, $"{Organization}/employees", Json(new()
        {
            ["email"] = "alfred@example.com",
            ["first_name"] = "Alfred",
            ["last_name"] = "Skiles",
            ["team"] = "Development",
            ["external_id"] = "external-id-1",
        }), $"{Token}:", 201);
        var id = Text(entered, "data", "id");
        Assert.Equal(("created", "Alfred Skiles"), (Text(entered, "data", "employee_state"), Text(entered, "data", "full_name")));

        await _client.SendAsync(
            HttpMethod.Post,
            $"{Organization}/employees/send_invitations",
            Json(new() { ["employee_list"] = Invited, ["list_type"] = "external_id", ["statuses"] = Statuses }));
        await _client.SendAsync(HttpMethod.Put, $"{Organization}/employees/{id}", Json(new() { ["last_name"] = "Persons" }));

        var found = Assert.Single(await _client.ListAsync("employees?filter=employee_state::pending|name_or_email::persons&sort=email&page=1"));
        Assert.Equal(id, Text(found, "id"));
        await _client.SendAsync(HttpMethod.Delete, $"{Organization}/employees/{id}");
        await _client.SendAsync(HttpMethod.Get, $"{Organization}/employees/{id}", status: 404);
    }

    // generalsystemsvehicle/zero-gravitas (PHP): a batch, Open Badges, who may issue for whom.
    [Fact]
    public async Task Zero_gravitas_issues_a_batch_and_reads_it_as_Open_Badges()
    {
        var orders = Enumerable.Range(1, 2).Select(number => new Dictionary<string, object?>(Order("2014-04-01 09:41:00 -0500"))
        {
            ["recipient_email"] = $"member{number}@example.org",
        }).ToList();

        var batch = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges/batch", Json(new() { ["badges"] = orders }), $"{Token}:", 201);
        var again = await _client.SendAsync(HttpMethod.Post, $"{Organization}/badges/batch", Json(new() { ["badges"] = orders }), $"{Token}:", 422);

        Assert.Equal(0, again.GetProperty("data").GetProperty("error_index").GetInt32());
        var id = batch.GetProperty("data")[1].GetProperty("id").GetGuid();
        _standIns.Sandbox.Credly.SetState(id, CredlyBadgeState.Accepted);
        var assertion = await _client.SendAsync(HttpMethod.Get, $"/v1/obi/v2/badge_assertions/{id}");
        Assert.Equal(("Assertion", "2014-04-01T14:41:00.000Z"), (Text(assertion, "type"), Text(assertion, "issuedOn")));
        Assert.StartsWith("sha256$", Text(assertion, "recipient", "identity"), StringComparison.Ordinal);
        var badgeClass = await _client.SendAsync(HttpMethod.Get, Text(assertion, "badge"));
        Assert.Equal("BadgeClass", Text(badgeClass, "type"));
        var issuer = await _client.SendAsync(HttpMethod.Get, Text(badgeClass, "issuer", "id"));
        Assert.Equal("Issuer", Text(issuer, "type"));
        Assert.Empty(await _client.ListAsync("issuers"));
        Assert.Empty(await _client.ListAsync("grantors"));
    }
}
