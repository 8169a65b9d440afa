using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions.Tests.EndToEnd;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

/// <summary>Microsoft's worker with this app, in the host's process.</summary>
public sealed class InProcessWorkerTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["EmbeddedHost:Urls"] = "http://127.0.0.1:0",
        ["Web:PublicUrl"] = "https://badges.example",
        ["Awards:WebhookSecrets:0"] = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        ["Signing:Keys:0"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        ["Signing:AddressKey"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        ["OpenBadges:SigningKey"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        ["OpenBadges:JwtKey"] = TestSettings.JwtKey,
        ["Email:FromAddress"] = "badges@example.org",
        ["Email:FromName"] = "Badges",
        ["SendGrid:ApiKey"] = "SG.key",
        ["Badges:Platform"] = "Credly",
        ["Credly:BaseAddress"] = "https://credly.example/v1/",
        ["Credly:OrganizationId"] = "0c3f1a7e-2b64-4f6e-9f5d-7a1f5c0e9b11",
        ["Credly:AuthorizationToken"] = "token",
        ["Credly:TokenAddress"] = "https://credly.example/oauth/token",
    };

    [Fact]
    public async Task Several_hosts_in_one_process_have_their_own_settings_services_and_clock()
    {
        using var folder = new TemporaryFolder();
        var hosts = Enumerable.Range(1, 2).Select(number => (
            Name: $"Organisation {number}",
            Clock: new FakeTimeProvider(new DateTimeOffset(2021 + number, 1, 1, 0, 0, 0, TimeSpan.Zero)))).ToArray();

        await Task.WhenAll(hosts.Select(async expected =>
        {
            await using var host = await CreateAsync(folder, expected.Name, expected.Clock);
            await host.StartAsync();
            using var client = new HttpClient { BaseAddress = host.Addresses.Single() };

            Assert.Contains(expected.Name, await client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
            Assert.Same(expected.Clock, host.WorkerServices.GetRequiredService<TimeProvider>());
        }));
    }

    [Fact]
    public async Task A_worker_that_stops_itself_is_started_again()
    {
        using var folder = new TemporaryFolder();
        await using var host = await CreateAsync(folder, "Organisation", new FakeTimeProvider());
        await host.StartAsync();
        var first = host.WorkerServices;

        first.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await TestHost.UntilAsync(() => host.Worker.Current is { } current && current.Running.Services != first);

        using var client = new HttpClient { BaseAddress = host.Addresses.Single() };
        Assert.Contains("Organisation", await client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
    }

    private static async Task<FunctionAppHost> CreateAsync(TemporaryFolder folder, string organisation, FakeTimeProvider clock) => new(new FunctionAppHostOptions
    {
        Settings = new Dictionary<string, string?>(Settings)
        {
            ["EmbeddedHost:DataDirectory"] = Path.Combine(folder.Path, organisation),
            ["Web:OrganisationName"] = organisation,
            ["Tables:ConnectionString"] = await TestTables.NewAccountAsync(),
        },
        Time = clock,
        Logging = logging => logging.ClearProviders(),
        App = new InProcessApp(typeof(BadgeApp).Assembly, configure =>
        {
            var builder = FunctionsApplication.CreateBuilder([]);
            configure(builder);
            builder.AddBadgeApp();
            builder.Services.AddSingleton<TimeProvider>(clock);
            return builder.Build();
        }),
    });
}
