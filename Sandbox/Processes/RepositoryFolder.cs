namespace BadgeFunctions.Sandbox.Processes;

/// <summary>Where things are in the repository.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder with the solution, found upwards from the running assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>The app's assembly, of the same configuration as this one.</summary>
    public static string AppAssembly
    {
        get
        {
            var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
            return Path.Combine(Root, "Functions", "bin", configuration, "net10.0", "BadgeFunctions.Functions.dll");
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BadgeFunctions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("BadgeFunctions.sln was not found above the running assembly.");
    }
}
