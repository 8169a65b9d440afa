using BadgeFunctions.Sandbox.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.Telemetry;

/// <summary>What the levels of host.json let through, by the rules of Microsoft.Extensions.Logging, which the host uses.</summary>
public sealed class HostLevelsTests
{
    [Theory]
    [InlineData("Function.IssueBadge.User", LogLevel.Information, false)] // each step, from the Durable extension
    [InlineData("Function.IssueBadge.User", LogLevel.Warning, true)]
    [InlineData("Function.IssueBadge", LogLevel.Information, true)]
    [InlineData("Host.Triggers.DurableTask", LogLevel.Information, false)]
    [InlineData("Microsoft.Azure.WebJobs.Script.WebHost.Middleware.SystemTraceMiddleware", LogLevel.Information, false)] // addresses
    [InlineData("Host.Startup", LogLevel.Information, true)]
    public void The_host_writes_what_people_read_and_no_addresses(string category, LogLevel level, bool isWritten)
    {
        var host = new ConfigurationBuilder().AddJsonFile(Path.Combine(RepositoryFolder.Root, "host.json")).Build();
        using var provider = new AnyLoggerProvider();
        using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(host.GetSection("logging")).AddProvider(provider));

        Assert.Equal(isWritten, loggers.CreateLogger(category).IsEnabled(level));
    }

    private sealed class AnyLoggerProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
