using Azure.Core;
using Azure.Data.Tables;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Local;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Inbox;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;
using Grpc.Net.Client;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>
/// The whole app in the test's process, on Kestrel, SQLite, Azurite and the Sandbox's stand-ins, all for real but the clock.
/// </summary>
internal sealed class BadgeApplication : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan StepWhileRunning = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryFolder _folder = new();
    private readonly string _tables;
    private readonly Dictionary<string, string?> _settings;
    private FunctionAppHost? _host;
    private GrpcChannel? _channel;
    private GrpcDurableTaskClient? _durable;

    private BadgeApplication(string tables, SandboxApplication sandbox, FakeTimeProvider clock, Dictionary<string, string?> settings)
    {
        (_tables, Sandbox, Clock, _settings) = (tables, sandbox, clock, settings);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url) };
    }

    public FakeTimeProvider Clock { get; }

    public SandboxApplication Sandbox { get; }

    /// <summary>Follows no redirects and keeps no cookies.</summary>
    public HttpClient Client { get; }

    public Chromium Chromium { get; } = new();

    public string Url => Sandbox.Addresses.App;

    public RecordedLogs Logs { get; } = new();

    /// <summary>The app's calls of Table storage.</summary>
    public TableCalls TableCalls { get; } = new();

    public IServiceProvider Services => _host!.WorkerServices;

    /// <summary>The app's functions, as the worker told the host of them.</summary>
    public IReadOnlyList<WorkerFunction> Functions => _host!.Worker.Current!.Functions;

    public TableServiceClient Tables => Services.GetRequiredService<TableServiceClient>();

    public BadgeStore Badges => Services.GetRequiredService<BadgeStore>();

    public string DatabasePath => Path.Combine(_folder.Path, "data", "durable.db");

    public DurableTaskClient Durable => _durable!;

    /// <summary>Starts everything; <paramref name="settings"/> win over the tests' defaults.</summary>
    public static Task<BadgeApplication> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(_ => settings);

    /// <summary>The same with settings that depend on where the Sandbox listens.</summary>
    public static async Task<BadgeApplication> StartAsync(Func<SandboxApplication, IEnumerable<(string Name, string? Value)>> settings)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var sandbox = await SandboxApplication.StartAsync(TestSettings.Sandbox, clock);
        sandbox.Addresses.App = $"http://localhost:{Ports.Reserve()}";
        var app = new BadgeApplication(
            await TestTables.NewAccountAsync(), sandbox, clock, settings(sandbox).ToDictionary(setting => setting.Name, setting => setting.Value));
        try
        {
            await app.StartAppAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the app and starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAppAsync();
        await StartAppAsync();
    }

    public async Task StopAppAsync()
    {
        if (_durable is not null && _channel is not null)
        {
            await _durable.DisposeAsync();
            await _channel.ShutdownAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    public async Task StartAppAsync()
    {
        _folder.Write("local.settings.json", "{}");
        _host = new FunctionAppHost(new FunctionAppHostOptions
        {
            Args = ["--contentRoot", _folder.Path],
            Settings = new Dictionary<string, string?>(TestSettings.Defaults(Sandbox, _tables).Concat(_settings).GroupBy(setting => setting.Key)
                .Select(settings => settings.Last()))
            {
                ["EmbeddedHost:Urls"] = Url,
                ["EmbeddedHost:DataDirectory"] = Path.Combine(_folder.Path, "data"),
            },
            App = new InProcessApp(typeof(BadgeApp).Assembly, Build),
            Time = Clock,
            Logging = logging => logging.AddProvider(Logs),
        });
        await _host.StartAsync();
        _channel = GrpcChannel.ForAddress(_host.DurableAddress);
        _durable = new GrpcDurableTaskClient("test", new GrpcDurableTaskClientOptions { Channel = _channel }, NullLogger.Instance);
    }

    /// <summary>Awards a badge and answers where its row is.</summary>
    public async Task<BadgeKey> AwardAsync(Achievement? achievement = null)
    {
        achievement ??= Achievement.Sample();
        var sent = await Sandbox.Certification.AwardAsync(achievement);
        Assert.True(sent.BadgeId is not null, $"{sent.Status}: {sent.Answer}");
        return new BadgeKey(achievement.Member.Id, sent.BadgeId!);
    }

    /// <summary>Awards a badge and answers the claim link of the e-mail, when SendGrid has told of it too and nobody writes the badge any more.</summary>
    public async Task<(BadgeKey Badge, Uri ClaimLink)> AwardAndMailAsync(Achievement? achievement = null)
    {
        var badge = await AwardAsync(achievement);
        var mail = await MailAsync(mail => mail.CustomArgs.GetValueOrDefault("delivery_id") == $"{badge.BadgeId}-claim");
        if (Sandbox.SendGridEvents is { Deliver: true, Hold: false })
        {
            await BadgeAsync(badge, one => one.Mails[BadgeMail.Claim] is { MessageId: not null, State: BadgeMailState.Delivered or BadgeMailState.Bounced });
        }

        return (badge, LinkIn(mail, "/claim/"));
    }

    /// <summary>Goes behind a claim link as a member without an account, until the badge is accepted.</summary>
    public static async Task AcceptAsync(Uri claimLink)
    {
        using var member = new MemberBrowser();
        await member.OpenAsync(claimLink, CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await member.PressAsync("GO TO CREDLY", CancellationToken.None);
        await AcceptOnCredlyAsync(member);
    }

    /// <summary>Registers on Credly and accepts the badge there.</summary>
    public static async Task AcceptOnCredlyAsync(MemberBrowser member)
    {
        await member.PressAsync(
            "Create Account", CancellationToken.None, ("first", "Maria"), ("last", "Rossi"), ("password", "correct horse"), ("terms", "yes"));
        await member.PressAsync("Accept Badge", CancellationToken.None);
    }

    /// <summary>Awards a badge and accepts it.</summary>
    public async Task<BadgeKey> AcceptedAsync(Achievement? achievement = null)
    {
        var (badge, link) = await AwardAndMailAsync(achievement);
        await AcceptAsync(link);
        await WorkflowAsync(badge, BadgeState.Accepted);
        return badge;
    }

    public async Task<Mail> MailAsync(Func<Mail, bool> rule)
    {
        Mail? mail = null;
        await UntilAsync(
            () => Task.FromResult((mail = Sandbox.Mailbox.Mails.FirstOrDefault(rule)) is not null),
            () => $"no such e-mail among {Sandbox.Mailbox.Mails.Count}\n{Logs}");
        return mail!;
    }

    public static Uri LinkIn(Mail mail, string path) => new(
        mail.Text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).First(word => word.Contains(path, StringComparison.Ordinal)));

    /// <summary>The badge, as soon as it is as expected.</summary>
    public async Task<Badge> BadgeAsync(BadgeKey key, Predicate<Badge> expected)
    {
        Badge? seen = null;
        await UntilAsync(
            async () => (seen = await Badges.FindAsync(key, CancellationToken.None)) is not null && expected(seen),
            () => $"badge {key.BadgeId} is {seen?.State} ({seen?.Problem?.Reason})\n{Logs}");
        return seen!;
    }

    public Task<Badge> BadgeAsync(BadgeKey key, BadgeState expected) => BadgeAsync(key, badge => badge.State == expected);

    /// <summary>Waits until the workflow has no turn left to take, as far as its custom status tells.</summary>
    public Task WorkflowAsync(BadgeKey key, BadgeState expected) => UntilAsync(
        async () => (await Durable.GetInstanceAsync(key.InstanceId, getInputsAndOutputs: true, CancellationToken.None))
            ?.ReadCustomStatusAs<string>() == expected.ToString()
            && await Badges.FindAsync(key, CancellationToken.None) is { } badge && BadgeSteps.CredentialFor(badge) is null,
        () => $"the workflow of badge {key.BadgeId} did not reach {expected}\n{Logs}");

    /// <summary>Has the workflow read the badge from its platform.</summary>
    public async Task ReadFromPlatformAsync(BadgeKey badge)
    {
        var read = await Badges.FindAsync(badge, CancellationToken.None);
        var noted = await Badges.NoteNewsAsync(read!, isDeletion: false, CancellationToken.None);
        await BadgeSignal.RaiseAsync(Durable, badge, noted.State, CancellationToken.None);
    }

    /// <summary>Waits until nothing is due for any badge: what was received is followed up.</summary>
    public Task EventsFollowedUpAsync() => UntilAsync(
        async () =>
        {
            var rows = await Tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>().ToListAsync();
            var claims = Services.GetRequiredService<IOptions<ClaimOptions>>().Value;
            return BadgeEntity.ReadAll(rows, _ => { }).All(badge => BadgeSteps.Next(badge, claims, Clock.GetUtcNow()).Step is BadgeStep.Wait or BadgeStep.End);
        },
        () => $"something is still due\n{Logs}");

    /// <summary>
    /// Moves the clock, step by step, until something is so. While a function runs it moves slowly: to a call in flight a step of
    /// hours is an answer that never came.
    /// </summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<Task<bool>> isSo) => UntilAsync(
        async () =>
        {
            if (await isSo())
            {
                return true;
            }

            Clock.Advance(_host!.Worker.Current?.Channel.IsAwaited is true && step > StepWhileRunning ? StepWhileRunning : step);
            return false;
        },
        () => $"at {Clock.GetUtcNow()}\n{Logs}");

    /// <summary>Polls until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> otherwise)
    {
        using var timer = new PeriodicTimer(Interval);
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not within {Patience.TotalSeconds} s: {otherwise()}");
            await timer.WaitForNextTickAsync();
        }
    }

    private IHost Build(Action<IHostApplicationBuilder> configure)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        configure(builder);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.AddBadgeApp().UseMiddleware<EmailPreviewMiddleware>();
        if (builder.Configuration["Tables:ConnectionString"] == _tables)
        {
            var options = new TableClientOptions();
            options.AddPolicy(TableCalls, HttpPipelinePosition.PerCall);
            builder.Services.AddSingleton(new TableServiceClient(_tables, options));
        }

        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await StopAppAsync();
        await Sandbox.DisposeAsync();
        Client.Dispose();
        _folder.Dispose();
    }
}
