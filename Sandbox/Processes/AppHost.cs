using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>What the function app runs on.</summary>
internal enum AppHost
{
    /// <summary>The embedded host, with the app in its process.</summary>
    Local,

    /// <summary>The embedded host, with the published package as a process of its own.</summary>
    Package,

    /// <summary>The published package on Azure Functions Core Tools.</summary>
    Func,
}

/// <summary>How each host is started.</summary>
internal static class AppHosts
{
    /// <summary>The program with its arguments, and the folder that it is started in.</summary>
    public static (IReadOnlyList<string> Command, string Folder) CommandOf(AppHost host, Uri url) => host switch
    {
        AppHost.Local => (["dotnet", RepositoryFolder.AssemblyOf("Local")], RepositoryFolder.Root),
        AppHost.Package => (["dotnet", RepositoryFolder.AssemblyOf("EmbeddedHost"), "--app", RepositoryFolder.Package], RepositoryFolder.Root),
        _ => (["func", "start", "--no-build", "--port", url.Port.ToString(CultureInfo.InvariantCulture)], RepositoryFolder.Package),
    };
}
