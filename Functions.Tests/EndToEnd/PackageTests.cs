using System.Net;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The published package in a process of its own: its journey, and what host and worker export of it.</summary>
public sealed class PackageTests(PackageTests.Journey journey) : IClassFixture<PackageTests.Journey>
{
    // The app's own records of the journey below are fewer.
    private const int MostLogs = 20;

    [Fact]
    public void The_badge_is_accepted_in_Table_storage_after_one_email_and_one_Credly_badge() =>
        Assert.Equal(("Accepted", 1, 1), (journey.State, journey.ClaimMails, journey.CredlyBadges));

    [Theory]
    [InlineData("logs")]
    [InlineData("traces")]
    [InlineData("metrics")]
    public void No_record_holds_a_link_a_token_a_key_or_an_address(string signal)
    {
        var exported = journey.Receiver.TextOf(signal);

        Assert.NotEmpty(exported);
        Assert.All(journey.Secrets, secret => Assert.DoesNotContain(secret, exported, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_host_and_worker_print_holds_none_of_them_either()
    {
        Assert.Contains("Listening on", journey.Output, StringComparison.Ordinal);
        Assert.All(journey.Secrets, secret => Assert.DoesNotContain(secret, journey.Output, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_log_records_are_the_app_s_own_and_few()
    {
        var logs = journey.LogsWhileRunning;

        Assert.True(logs.All(log => log.StartsWith("BadgeFunctions.", StringComparison.Ordinal)), $"{string.Join("; ", logs)}\n{journey.Output}");
        Assert.InRange(logs.Count, 1, MostLogs);
    }

    [Fact]
    public void Host_and_worker_make_one_trace()
    {
        var spans = journey.Receiver.Spans;
        var webhook = Assert.Single(spans, span => span.Name == "POST webhooks/certification");
        var children = spans.Where(span => span.Trace == webhook.Trace).ToLookup(span => span.Parent);

        var ran = Assert.Single(children[webhook.Id]);
        Assert.True(ran.IsRunOf("CertificationWebhook"));
        var created = Assert.Single(children[ran.Id], span => span.Name.StartsWith("create_orchestration:BadgeWorkflow", StringComparison.Ordinal));
        var activities = children[created.Id].Where(span => span.Name.StartsWith("activity:", StringComparison.Ordinal)).ToList();
        Assert.Contains(activities, activity => activity.Name == "activity:IssueBadge");
        Assert.All(activities, activity => Assert.True(Assert.Single(children[activity.Id]).IsRunOf(activity.Name["activity:".Length..])));
        Assert.Contains(children[created.Id], span => span.IsRunOf("BadgeWorkflow"));
        Assert.Contains(children[created.Id], span => span.Name.StartsWith("orchestration:BadgeWorkflow", StringComparison.Ordinal));
    }

    /// <summary>A badge from its award to its acceptance, a sign-in, and callers with keys and links that are good and wrong.</summary>
    public sealed class Journey : IAsyncLifetime, IDisposable
    {
        private const string WrongKey = "a-key-that-is-wrong";
        private const string WrongLink = "a-link-that-was-never-mailed";

        private readonly TemporaryFolder _folder = new();
        private readonly List<string> _secrets = [WrongKey, WrongLink];

        internal OtlpReceiver Receiver { get; private set; } = null!;

        internal IReadOnlyList<string> Secrets => _secrets;

        internal string Output { get; private set; } = "";

        /// <summary>Without those of what is cut off when the app stops: a timer may have fired a moment before.</summary>
        internal IReadOnlyList<string> LogsWhileRunning { get; private set; } = [];

        internal string? State { get; private set; }

        internal int ClaimMails { get; private set; }

        internal int CredlyBadges { get; private set; }

        public async Task InitializeAsync()
        {
            await Package.PublishedAsync();
            Receiver = await OtlpReceiver.StartAsync();
            var tables = await TestTables.NewAccountAsync();
            await using var sandbox = await SandboxApplication.StartAsync(TestSettings.Sandbox, TimeProvider.System);
            sandbox.Addresses.App = $"http://localhost:{Ports.Reserve()}";
            var settings = TestSettings.Variables(sandbox, tables);
            foreach (var (name, value) in Receiver.Settings)
            {
                settings[name] = value!;
            }

            var log = Path.Combine(_folder.Path, "app.log");
            await using (await FunctionAppProcess.StartAsync(
                sandbox.Addresses.App, Path.Combine(_folder.Path, "data"), log, settings, CancellationToken.None, AppHost.Package))
            {
                await RunAsync(sandbox, new TableClient(tables, "Badges"));
                await BadgeApplication.UntilAsync(
                    () => Task.FromResult(Receiver.Spans.Any(span => span.Name.StartsWith("orchestration:BadgeWorkflow", StringComparison.Ordinal))),
                    () => string.Join('\n', Receiver.Spans));
                await BadgeApplication.UntilAsync(() => Task.FromResult(Receiver.Logs.Count > 0), () => "no logs");
                LogsWhileRunning = Receiver.Logs;
            }

            Output = await File.ReadAllTextAsync(log);
        }

        public async Task DisposeAsync() => await Receiver.DisposeAsync();

        public void Dispose() => _folder.Dispose();

        private async Task RunAsync(SandboxApplication sandbox, TableClient badges)
        {
            var achievement = Achievement.Sample();
            var options = TestSettings.Sandbox;
            _secrets.AddRange(
                achievement.Member.Email, Uri.EscapeDataString(achievement.Member.Email), achievement.Member.FamilyName,
                TestSettings.CredlyKey, TestSettings.OfficeKey, options.WebhookSecret, options.CredlyToken, options.SendGridApiKey, Convert.ToBase64String(new byte[32]));

            var sent = await sandbox.Certification.AwardAsync(achievement);
            using var member = new MemberBrowser();
            await ClaimAsync(member, await LinkAsync(sandbox, "/claim/"));
            await BadgeApplication.UntilAsync(
                async () => (State = (await badges.GetEntityAsync<TableEntity>(achievement.Member.Id, $"badge:{sent.BadgeId}")).Value.GetString("State")) == "Accepted",
                () => $"the badge is {State}");
            (ClaimMails, CredlyBadges) = (sandbox.Mailbox.Mails.Count, sandbox.Credly.Badges.Count);

            await SignInAsync(member, sandbox, achievement.Member.Email);
            await CallAsync(new Uri(sandbox.Addresses.App), sent.BadgeId!);
        }

        private async Task ClaimAsync(MemberBrowser member, Uri link)
        {
            await member.OpenAsync(link, CancellationToken.None);
            await member.PressAsync("CLAIM BADGE", CancellationToken.None);
            _secrets.Add(member.Cookies.Single(cookie => cookie.Name.StartsWith("claim-", StringComparison.Ordinal)).Value);
            await member.PressAsync("GO TO CREDLY", CancellationToken.None);
            await BadgeApplication.AcceptOnCredlyAsync(member);
        }

        private async Task SignInAsync(MemberBrowser member, SandboxApplication sandbox, string address)
        {
            await member.OpenAsync(new Uri($"{sandbox.Addresses.App}/sign-in"), CancellationToken.None);
            await member.PressAsync("Send me a link", CancellationToken.None, ("email", address));
            await member.OpenAsync(await LinkAsync(sandbox, "/sign-in/"), CancellationToken.None);
            await member.PressAsync("Sign in", CancellationToken.None);
            Assert.Contains("My Badges", member.Page.Title, StringComparison.Ordinal);
        }

        private async Task<Uri> LinkAsync(SandboxApplication sandbox, string path)
        {
            var link = BadgeApplication.LinkIn(
                await sandbox.Mailbox.WaitForAsync(mail => mail.Text.Contains(path, StringComparison.Ordinal), TimeSpan.FromSeconds(30)), path);
            _secrets.Add(link.Segments[^1]);
            return link;
        }

        private static async Task CallAsync(Uri app, string badgeId)
        {
            using var http = new HttpClient { BaseAddress = app };
            var retry = $"api/admin/badges/{badgeId}/retry?code=";
            Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync($"{retry}{TestSettings.OfficeKey}", null)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync($"{retry}{WrongKey}", null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"claim/{WrongLink}")).StatusCode);
            await http.GetAsync($"sign-in/{WrongLink}");
        }
    }
}
