namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Where the app's settings come from; a later source wins.</summary>
internal static class HostSettings
{
    /// <exception cref="HostException">The settings file cannot be read.</exception>
    public static IConfigurationRoot Read(FunctionsHostOptions options) => new ConfigurationBuilder()
        .AddInMemoryCollection(LocalSettings.Values(SettingsFile.Read(LocalSettings.FileName, Folders(options.Args))))
        .AddEnvironmentVariables()
        .AddCommandLine([.. options.Args])
        .AddInMemoryCollection(options.Settings)
        .Build();

    /// <summary>Where the app's files are looked for: the content root, and where the app's assemblies are.</summary>
    public static string[] Folders(IReadOnlyList<string> args) =>
    [
        new ConfigurationBuilder().AddCommandLine([.. args]).Build()[HostDefaults.ContentRootKey] is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Directory.GetCurrentDirectory(),
        AppContext.BaseDirectory,
    ];
}
