using System.Globalization;
using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The settings files, as the Functions command line tool reads them.</summary>
internal static class HostSettings
{
    private const string LocalSettings = "local.settings.json";

    /// <summary>The file's values, then environment, command line and <see cref="FunctionAppHostOptions.Settings"/>; a later one wins.</summary>
    /// <exception cref="HostException">The file cannot be read.</exception>
    public static IConfigurationRoot Read(FunctionAppHostOptions options)
    {
        string[] args = [.. options.Args];
        var contentRoot = new ConfigurationBuilder().AddCommandLine(args).Build()[HostDefaults.ContentRootKey] ?? "";
        var file = ReadFile(LocalSettings, contentRoot, AppContext.BaseDirectory);
        if (file.GetValue<bool>("IsEncrypted"))
        {
            throw new HostException($"{LocalSettings} is encrypted; decrypt it with 'func settings decrypt'.");
        }

        // A__B becomes A:B, as it does in an environment variable.
        var values = file.GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        return new ConfigurationBuilder()
            .AddInMemoryCollection(values)
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .AddInMemoryCollection(options.Settings)
            .Build();
    }

    /// <summary>A JSON file, from the first folder that has it; empty if none has.</summary>
    /// <exception cref="HostException">The file is not a JSON object; the message names it.</exception>
    public static IConfiguration ReadFile(string name, params IEnumerable<string> folders)
    {
        var path = folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        try
        {
            var builder = new ConfigurationBuilder();
            return (path is null ? builder : builder.AddJsonStream(new MemoryStream(File.ReadAllBytes(path)))).Build();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new HostException($"{path} is not valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }
}

/// <summary>What the embedded host takes from <c>host.json</c>.</summary>
internal sealed record HostJson(
    string RoutePrefix, TimeSpan FunctionTimeout, string? DefaultVersion, int MaxConcurrentActivities, int MaxConcurrentOrchestrations)
{
    /// <exception cref="HostException">The file or a value in it cannot be read.</exception>
    public static HostJson Read(string folder)
    {
        var file = HostSettings.ReadFile("host.json", folder);
        var durableTask = file.GetSection("extensions:durableTask");
        return new HostJson(
            file["extensions:http:routePrefix"] ?? "api",
            Duration("functionTimeout", file["functionTimeout"]),
            durableTask["defaultVersion"],
            Concurrency(durableTask["maxConcurrentActivityFunctions"]),
            Concurrency(durableTask["maxConcurrentOrchestratorFunctions"]));
    }

    // Azure's default depends on the plan; here there is none.
    private static TimeSpan Duration(string key, string? text) =>
        text is null or "-1" ? Timeout.InfiniteTimeSpan
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero ? value
        : throw new HostException($"host.json: {key} is '{text}', not a duration such as 00:05:00, or -1.");

    // The default is Azure's.
    private static int Concurrency(string? text) => int.TryParse(text, out var value) && value > 0 ? value : 10 * Environment.ProcessorCount;
}
