using Azure.Data.Tables;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The app as a process of its own that is killed (SIGKILL) between the steps of the journey and started again.</summary>
public sealed class KillTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private SandboxApplication _sandbox = null!;
    private FunctionAppProcess _app = null!;
    private string _tables = null!;

    public async Task InitializeAsync()
    {
        _tables = await TestTables.NewAccountAsync();
        _sandbox = await SandboxApplication.StartAsync(BadgeApplication.SandboxOptions, TimeProvider.System);
        _sandbox.Addresses.App = $"http://localhost:{Ports.Reserve()}";
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_between_all_steps_the_badge_is_accepted_in_the_end_with_one_email_and_one_Credly_badge()
    {
        var issuing = Hold("POST", "/v1/organizations");
        var mailing = Hold("POST", "/v3/mail/send");
        var achievement = Achievement.Sample();

        var sent = await _sandbox.Certification.AwardAsync(achievement);
        await KillAndStartAsync();
        await KillWhenAsync(issuing);
        await KillWhenAsync(mailing);

        var mail = await _sandbox.Mailbox.WaitForAsync(_ => true, Patience);
        using var member = new MemberBrowser();
        await member.OpenAsync(BadgeApplication.LinkIn(mail, "/claim/"), CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await KillAndStartAsync();
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
        await _app.KillAsync();
        await member.PressAsync(
            "Create Account", CancellationToken.None, ("first", "Maria"), ("last", "Rossi"), ("password", "correct horse"), ("terms", "yes"));
        await member.PressAsync("Accept Badge", CancellationToken.None);
        await StartAsync();

        var badges = new TableClient(_tables, "Badges");
        await BadgeApplication.UntilAsync(
            async () => (await badges.GetEntityAsync<TableEntity>(achievement.Member.Id, sent.BadgeId)).Value.GetString("State") == "Accepted",
            () => "the badge is not accepted");
        Assert.Single(_sandbox.Mailbox.Mails);
        Assert.Single(_sandbox.Credly.Badges);
        Assert.Equal(202, sent.Status);
    }

    [Fact]
    public async Task An_award_that_was_taken_is_never_lost_in_a_burst_that_a_kill_ends()
    {
        var awards = Enumerable.Range(0, 40)
            .Select(i => Achievement.Sample() with { Member = new AwardedMember { Id = $"m-{i}", Email = $"member{i}@example.org" } })
            .Select(achievement => _sandbox.Certification.AwardAsync(achievement))
            .ToList();
        await Task.WhenAny(awards);
        await KillAndStartAsync();

        var sent = await Task.WhenAll(awards);

        Assert.All(sent, one => Assert.Equal(202, one.Status));
        await BadgeApplication.UntilAsync(
            () => Task.FromResult(_sandbox.Mailbox.Mails.Count >= 40), () => $"{_sandbox.Mailbox.Mails.Count} of 40 e-mails were sent");
        Assert.Equal(40, _sandbox.Mailbox.Mails.DistinctBy(mail => mail.ToAddress).Count());
        Assert.Equal(40, _sandbox.Mailbox.Mails.Count);
        Assert.Equal(40, _sandbox.Credly.Badges.Count);
    }

    private Fault Hold(string method, string path)
    {
        var fault = new Fault(FaultKind.HoldAnswer);
        _sandbox.Faults.Add(method, path, fault);
        return fault;
    }

    // The other side has done what it was asked for, and the app dies before it hears of that.
    private async Task KillWhenAsync(Fault held)
    {
        await held.CarriedOut.WaitAsync(Patience);
        await KillAndStartAsync();
        held.Release();
    }

    private async Task KillAndStartAsync()
    {
        await _app.KillAsync();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        var settings = BadgeApplication.Defaults(_sandbox, _tables)
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["Email__LookUpAfter"] = "00:00:01";
        _app = await FunctionAppProcess.StartAsync(
            _sandbox.Addresses.App,
            Path.Combine(_folder.Path, "data"),
            Path.Combine(_folder.Path, "app.log"),
            settings,
            CancellationToken.None);
    }
}
