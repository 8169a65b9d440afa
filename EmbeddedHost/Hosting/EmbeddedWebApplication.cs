using BadgeFunctions.EmbeddedHost.Functions;
using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The ASP.NET Core application underneath the host.</summary>
internal static class EmbeddedWebApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var contentRoot = HostSettings.ContentRoot(args);
        var settings = new ConfigurationBuilder();
        settings.AddHostSettings(contentRoot, args);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = contentRoot,
            EnvironmentName = HostSettings.EnvironmentName(settings.Build()),
        });

        builder.Configuration.AddHostSettings(contentRoot, args);
        builder.Logging.AddHostLogging(builder.Configuration);
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        builder.Services.AddEmbeddedHost(builder.Configuration);
        return builder;
    }

    public static IHost Build(WebApplicationBuilder builder, FunctionPipelineBuilder pipeline, bool servesHttp)
    {
        var hostJson = HostJson.From(SettingsFile.Read(HostJson.FileName, builder.Environment.ContentRootPath));
        builder.Services.AddFunctions(pipeline, hostJson);

        var app = builder.Build();
        try
        {
            var options = app.Services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value;
            Directory.CreateDirectory(options.DataDirectory);

            Map(app, hostJson, servesHttp);
            return new FunctionsHost(app, options);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void Map(WebApplication app, HostJson hostJson, bool servesHttp)
    {
        var errors = app.Services.GetRequiredService<StartErrors>();
        var catalog = app.Services.GetRequiredService<FunctionCatalog>();
        var routes = HttpFunctionRoutes.Create(catalog, hostJson.RoutePrefix, errors);

        // Their schedules are read here, so that a bad one ends the start with all other errors.
        _ = app.Services.GetRequiredService<TimerFunctions>();

        if (routes.Count > 0 && !servesHttp)
        {
            errors.Add("HTTP functions need builder.ConfigureFunctionsWebApplication().");
        }

        errors.ThrowIfAny();
        app.MapHttpFunctions(routes);
    }
}
