using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The settings files, as the Functions command line tool reads them.</summary>
internal static class HostSettings
{
    private const string File = "local.settings.json";

    /// <summary>The app's settings: the file's values, then environment, command line and <see cref="FunctionsHostOptions.Settings"/>; a later one wins.</summary>
    /// <exception cref="HostException">The file cannot be read.</exception>
    public static IConfigurationRoot Read(FunctionsHostOptions options)
    {
        string[] args = [.. options.Args];
        var contentRoot = new ConfigurationBuilder().AddCommandLine(args).Build()[HostDefaults.ContentRootKey];
        var file = ReadFile(File, contentRoot is { Length: > 0 } ? contentRoot : Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(Values(file))
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .AddInMemoryCollection(options.Settings)
            .Build();
    }

    /// <summary>A JSON file, from the first folder that has it; empty if none has.</summary>
    /// <exception cref="HostException">The file is not a JSON object; the message names it.</exception>
    public static IConfiguration ReadFile(string name, params IEnumerable<string> folders)
    {
        var path = folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(System.IO.File.Exists);
        try
        {
            using var content = path is null ? null : System.IO.File.OpenRead(path);
            var builder = new ConfigurationBuilder();
            return (content is null ? builder : builder.AddJsonStream(content)).Build();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new HostException($"{path} is not valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    // A__B becomes A:B, as it does in an environment variable.
    private static IEnumerable<KeyValuePair<string, string?>> Values(IConfiguration file)
    {
        if (bool.TryParse(file["IsEncrypted"], out var isEncrypted) && isEncrypted)
        {
            throw new HostException($"{File} is encrypted; decrypt it with 'func settings decrypt'.");
        }

        return file.GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
    }
}
