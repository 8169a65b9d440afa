namespace BadgeFunctions.Sandbox;

/// <summary>What the Sandbox is started for.</summary>
/// <param name="Once">Make the whole journey and end.</param>
/// <param name="DataFolder">Where the run's data goes; null for the usual place.</param>
internal sealed record CommandLine(bool Once, string? DataFolder)
{
    public const string Usage =
        """
        ./run.sh                 starts everything, awards a sample badge, stays until Ctrl-C
        ./run.sh --once          makes the whole journey by itself, prints it, and ends
        ./run.sh --data FOLDER   keeps the run's data there
        """;

    /// <returns>Null for arguments that are not understood.</returns>
    public static CommandLine? Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new CommandLine(Once: false, DataFolder: null),
        ["--once", .. var rest] => Read(rest) is { } others ? others with { Once = true } : null,
        ["--data", { Length: > 0 } folder, .. var rest] => Read(rest) is { } others ? others with { DataFolder = Path.GetFullPath(folder) } : null,
        _ => null,
    };
}
