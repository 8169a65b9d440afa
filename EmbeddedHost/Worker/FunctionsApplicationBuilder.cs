using BadgeFunctions.EmbeddedHost.Functions;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>Collects the configuration, services and middleware of a function app and builds its host.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly FunctionPipelineBuilder _pipeline = new();
    private bool _servesHttp;
    private bool _hasBuilt;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        _web = EmbeddedWebApplication.CreateBuilder(args ?? []);
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => Host.Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The app's settings: <c>local.settings.json</c>, then environment variables, then the command line.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _web.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _web.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => _web.Services;

    private IHostApplicationBuilder Host => _web;

    /// <summary>Builds the host; may be called once.</summary>
    /// <exception cref="InvalidOperationException">
    /// The host is already built, or a function cannot run; the message names the function and the reason.
    /// </exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        _hasBuilt = true;

        return EmbeddedWebApplication.Build(_web, _pipeline, _servesHttp);
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => Host.ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        _pipeline.Add(middleware);
        return this;
    }

    internal void ServeHttp() => _servesHttp = true;

    private void ThrowIfBuilt()
    {
        if (_hasBuilt)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
