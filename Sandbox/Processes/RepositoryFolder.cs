namespace BadgeFunctions.Sandbox.Processes;

internal static class RepositoryFolder
{
    /// <summary>The folder with the solution, found upwards from the running assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>Where <c>run.sh</c> publishes the app to.</summary>
    public static string Package { get; } = Path.Combine(Root, ".data", "package");

    /// <summary>A project's assembly, of the same configuration as this one.</summary>
    public static string AssemblyOf(string project)
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Root, project, "bin", configuration, "net10.0", $"BadgeFunctions.{project}.dll");
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
