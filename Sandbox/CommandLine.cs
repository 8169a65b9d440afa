using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Sandbox;

/// <summary>What the Sandbox is started for.</summary>
internal sealed record CommandLine(bool Once, string? DataFolder, AppHost Host = AppHost.Local)
{
    public const string Usage =
        """
        ./run.sh                 starts everything, awards a sample badge, stays until Ctrl-C
        ./run.sh --once          makes the whole journey by itself, prints it, and ends
        ./run.sh --data FOLDER   keeps the run's data there
        ./run.sh --host local    the app in the embedded host's process (what you get without --host)
        ./run.sh --host package  the published app, as a process of its own on the embedded host
        ./run.sh --host func     the published app on Azure Functions Core Tools
        ./run.sh --no-build      starts what was built before
        """;

    public static CommandLine? Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new CommandLine(Once: false, DataFolder: null),
        ["--once", .. var rest] => Read(rest) is { } others ? others with { Once = true } : null,
        ["--data", { Length: > 0 } folder, .. var rest] => Read(rest) is { } others ? others with { DataFolder = Path.GetFullPath(folder) } : null,
        ["--host", var name, .. var rest] when HostOf(name) is { } host => Read(rest) is { } others ? others with { Host = host } : null,
        _ => null,
    };

    private static AppHost? HostOf(string name) => name switch
    {
        "local" => AppHost.Local,
        "package" => AppHost.Package,
        "func" => AppHost.Func,
        _ => null,
    };
}
