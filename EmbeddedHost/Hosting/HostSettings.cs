using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Where the app's settings come from; a later source wins.</summary>
internal static class HostSettings
{
    public static void AddHostSettings(this IConfigurationBuilder configuration, string contentRoot, string[] args)
    {
        configuration.AddInMemoryCollection(LocalSettings.Values(SettingsFile.Read(LocalSettings.FileName, contentRoot)));
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }

    public static string ContentRoot(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build()[HostDefaults.ContentRootKey] is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Directory.GetCurrentDirectory();

    /// <summary>The environment's name, from the variables that Functions, .NET and ASP.NET Core use for it.</summary>
    public static string EnvironmentName(IConfiguration settings) =>
        settings[HostDefaults.EnvironmentKey]
        ?? settings["AZURE_FUNCTIONS_ENVIRONMENT"]
        ?? settings["DOTNET_ENVIRONMENT"]
        ?? settings["ASPNETCORE_ENVIRONMENT"]
        ?? Environments.Production;
}
