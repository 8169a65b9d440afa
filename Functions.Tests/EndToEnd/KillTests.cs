using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Faults;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The app, its host or its worker is killed (SIGKILL) in the middle of the journey.</summary>
public sealed class KillTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private SandboxApplication _sandbox = null!;
    private FunctionAppProcess? _app;
    private string _tables = null!;

    /// <summary>What is killed.</summary>
    public enum Killed
    {
        /// <summary>The app and its host, which are one process.</summary>
        Process,

        /// <summary>The host of the published package. Its worker lives on until the next start.</summary>
        Host,

        /// <summary>The worker of the published package, which its host starts again.</summary>
        Worker,
    }

    public async Task InitializeAsync()
    {
        await Package.PublishedAsync();
        _tables = await TestTables.NewAccountAsync();
        _sandbox = await SandboxApplication.StartAsync(TestSettings.Sandbox, TimeProvider.System);
        _sandbox.Addresses.App = $"http://localhost:{Ports.Reserve()}";
    }

    public async Task DisposeAsync()
    {
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _sandbox.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Killed.Process)]
    [InlineData(Killed.Host)]
    [InlineData(Killed.Worker)]
    public async Task Killed_during_the_calls_of_Credly_and_SendGrid_it_issues_one_badge_and_sends_one_email(Killed killed)
    {
        await StartAsync(killed);
        var issuing = Hold("POST", "/v1/organizations");
        var mailing = Hold("POST", "/v3/mail/send");

        var badge = await AwardAsync();
        await KillWhenAsync(issuing, killed);
        await KillWhenAsync(mailing, killed);

        await BadgeApplication.AcceptAsync(await ClaimLinkAsync());
        await AcceptedOnceAsync(badge);
    }

    [Theory]
    [InlineData(Killed.Process)]
    [InlineData(Killed.Host)]
    [InlineData(Killed.Worker)]
    public async Task Killed_between_the_steps_the_badge_is_accepted_in_the_end(Killed killed)
    {
        await StartAsync(killed);
        var badge = await AwardAsync();
        await KillAndStartAsync(killed);

        using var member = new MemberBrowser();
        await member.OpenAsync(await ClaimLinkAsync(), CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await KillAndStartAsync(killed);
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
        await _app!.KillAsync();
        await BadgeApplication.AcceptOnCredlyAsync(member);
        await StartAsync(killed);

        await AcceptedOnceAsync(badge);
    }

    [Theory]
    [InlineData(Killed.Process)]
    [InlineData(Killed.Worker)]
    public async Task An_award_that_was_taken_is_never_lost_in_a_burst_that_a_kill_ends(Killed killed)
    {
        await StartAsync(killed);
        var awards = Enumerable.Range(0, 40)
            .Select(i => Achievement.Sample() with { Member = new AwardedMember { Id = $"m-{i}", Email = $"member{i}@example.org" } })
            .Select(TakenAsync)
            .ToList();
        await Task.WhenAny(awards);
        await KillAndStartAsync(killed);

        await Task.WhenAll(awards);

        await BadgeApplication.UntilAsync(
            () => Task.FromResult(_sandbox.Mailbox.Mails.Count >= 40), () => $"{_sandbox.Mailbox.Mails.Count} of 40 e-mails were sent");
        Assert.Equal(40, _sandbox.Mailbox.Mails.DistinctBy(mail => mail.ToAddress).Count());
        Assert.Equal(40, _sandbox.Mailbox.Mails.Count);
        Assert.Equal(40, _sandbox.Credly.Badges.Count);
    }

    private async Task<BadgeKey> AwardAsync()
    {
        var achievement = Achievement.Sample();
        var sent = await _sandbox.Certification.AwardAsync(achievement);
        Assert.Equal(202, sent.Status);
        return new BadgeKey(achievement.Member.Id, sent.BadgeId!);
    }

    // The certification system delivers again, under the same id, until the award is taken.
    private async Task TakenAsync(Achievement achievement)
    {
        SentWebhook? sent = null;
        await BadgeApplication.UntilAsync(
            async () => (sent = await _sandbox.Certification.AwardAsync(achievement, sent?.WebhookId)).Status == 202,
            () => $"{sent!.Status}: {sent.Answer}");
    }

    private async Task<Uri> ClaimLinkAsync() => BadgeApplication.LinkIn(await _sandbox.Mailbox.WaitForAsync(_ => true, Patience), "/claim/");

    private async Task AcceptedOnceAsync(BadgeKey badge)
    {
        var badges = new TableClient(_tables, "Badges");
        await BadgeApplication.UntilAsync(
            async () => (await badges.GetEntityAsync<TableEntity>(badge.MemberId, $"badge:{badge.BadgeId}")).Value.GetString("State") == "Accepted",
            () => "the badge is not accepted");
        Assert.Single(_sandbox.Mailbox.Mails);
        Assert.Single(_sandbox.Credly.Badges);
    }

    private Fault Hold(string method, string path)
    {
        var fault = new Fault(FaultKind.HoldAnswer);
        _sandbox.Faults.Add(method, path, fault);
        return fault;
    }

    // The other side has done what it was asked for, and the app dies before it receives the answer.
    private async Task KillWhenAsync(Fault held, Killed killed)
    {
        await held.Held.WaitAsync(Patience);
        await KillAndStartAsync(killed);
        held.Release();
    }

    private async Task KillAndStartAsync(Killed killed)
    {
        using var worker = killed is Killed.Process ? null : Process.GetProcessById(WorkerId()!.Value);
        if (killed is Killed.Worker)
        {
            var id = worker!.Id;
            worker.Kill();
            await BadgeApplication.UntilAsync(
                async () => WorkerId() is { } another && another != id && await IsHealthyAsync(), () => "there is no other worker");
        }
        else
        {
            await _app!.KillAsync();
            await StartAsync(killed);
            Assert.True(worker?.HasExited is not false);
        }
    }

    // As the host notes it for the next one.
    private int? WorkerId()
    {
        try
        {
            return int.Parse(File.ReadAllText(Path.Combine(_folder.Path, "data", "worker.pid")).Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return null;
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        using var answer = await _http.GetAsync($"{_sandbox.Addresses.App}/healthz");
        return answer.IsSuccessStatusCode;
    }

    private async Task StartAsync(Killed killed)
    {
        var settings = TestSettings.Variables(_sandbox, _tables);
        settings["Email__LookUpAfter"] = "00:00:01";
        _app = await FunctionAppProcess.StartAsync(
            _sandbox.Addresses.App,
            Path.Combine(_folder.Path, "data"),
            Path.Combine(_folder.Path, "app.log"),
            settings,
            CancellationToken.None,
            killed is Killed.Process ? AppHost.Local : AppHost.Package);
    }
}
