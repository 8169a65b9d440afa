using System.Net;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Grpc.Net.Client;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

/// <summary>An exception behind each kind of trigger, with Microsoft's worker.</summary>
public sealed class FailingFunctionsTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2021, 4, 26, 10, 0, 30, TimeSpan.Zero));
    private readonly RecordedLogs _logs = new();
    private readonly HttpClient _http = new();
    private readonly FunctionAppHost _host;
    private GrpcChannel _channel = null!;
    private GrpcDurableTaskClient _durable = null!;

    public FailingFunctionsTests()
    {
        _folder.Write("local.settings.json", "{}");
        _host = new FunctionAppHost(new FunctionAppHostOptions
        {
            Args = ["--contentRoot", _folder.Path],
            Settings = new Dictionary<string, string?>
            {
                ["EmbeddedHost:Urls"] = "http://127.0.0.1:0",
                ["EmbeddedHost:DataDirectory"] = Path.Combine(_folder.Path, "data"),
            },
            App = new InProcessApp(typeof(FailingFunctions).Assembly, Build),
            Time = _clock,
            Logging = logging => logging.AddProvider(_logs),
        });
    }

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        _channel = GrpcChannel.ForAddress(_host.DurableAddress);
        _durable = new GrpcDurableTaskClient("test", new GrpcDurableTaskClientOptions { Channel = _channel }, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await _durable.DisposeAsync();
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_is_answered_500_and_the_log_says_why()
    {
        using var answer = await _http.GetAsync(new Uri(_host.Addresses[0], "Page"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("no page", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await LoggedAsync("no page for /Page");
    }

    [Fact]
    public async Task A_timer_is_logged_and_runs_again_at_its_next_time()
    {
        await LoggedAsync("nothing to do", times: 2, meanwhile: () => _clock.Advance(TimeSpan.FromMinutes(1)));

        Assert.Contains(_logs.Errors, log => log.Message.StartsWith("Timer function EachMinute failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_activity_tells_its_orchestrator_the_exceptions_type_and_message()
    {
        var ended = await RunAsync(nameof(FailingFunctions.Catching));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        var failure = ended.ReadOutputAs<TaskFailureDetails>()!;
        Assert.Equal(("System.InvalidOperationException", "no step of \"Ada\""), (failure.ErrorType, failure.ErrorMessage));
        Assert.Contains($"{nameof(FailingFunctions)}.{nameof(FailingFunctions.Step)}", failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(("System.FormatException", "inside"), (failure.InnerFailure!.ErrorType, failure.InnerFailure.ErrorMessage));
        await LoggedAsync("no step of");
    }

    [Theory]
    [InlineData(nameof(FailingFunctions.Failing), "no flow of Ada")]
    [InlineData(nameof(FailingFunctions.Careless), "no step of \"Ada\"")]
    public async Task An_orchestration_fails_with_details(string orchestrator, string message)
    {
        var ended = await RunAsync(orchestrator);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.StartsWith("System.", ended.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains(message, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        await LoggedAsync(message);
    }

    private async Task<OrchestrationMetadata> RunAsync(string orchestrator)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var id = await _durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, "Ada", patience.Token);
        return await _durable.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    private Task LoggedAsync(string text, int times = 1, Action? meanwhile = null) => TestHost.UntilAsync(() =>
    {
        meanwhile?.Invoke();
        return _logs.All.Count(log => $"{log.Message} {log.Exception}".Contains(text, StringComparison.Ordinal)) >= times;
    });

    private static IHost Build(Action<IHostApplicationBuilder> configure)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        configure(builder);
        builder.ConfigureFunctionsWebApplication();
        new DurableTaskExtensionStartup().Configure(builder);
        builder.Services.AddSingleton<IFunctionMetadataProvider>(new ReflectedFunctions(typeof(FailingFunctions)));
        return builder.Build();
    }
}
