using System.Globalization;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>The arguments of <c>load</c>.</summary>
internal sealed record LoadOptions
{
    public const string Usage =
        """
        dotnet run -c Release --project Benchmarks -- load   awards badges over HTTP to the app, Azurite and the stand-ins (Linux only)
          --awards N       how many, each to a member of its own; 1000 by default
          --rate R         open loop: R awards a second, whatever the app answers
          --callers C      closed loop: C callers, each waits for its answer before its next award; 32 by default
          --claim          each badge is also claimed, and accepted on the Credly stand-in
          --baseline REV   the same load on another commit as well
          --write          writes the result to docs/performance.md and docs/images/load.svg
        """;

    public int Awards { get; init; } = 1000;

    /// <summary>Awards per second of an open loop.</summary>
    public double? Rate { get; init; }

    /// <summary>Callers of a closed loop.</summary>
    public int? Callers { get; init; }

    /// <summary>How many calls of a closed loop, and how many claims of either, go on at a time.</summary>
    public int Concurrency => Callers ?? 32;

    public bool Claim { get; init; }

    public string? Baseline { get; init; }

    public bool Write { get; init; }

    /// <returns>Null for arguments that are not understood, or that contradict each other.</returns>
    public static LoadOptions? Read(ReadOnlySpan<string> arguments) => Read(arguments, new LoadOptions()) switch
    {
        { Rate: not null, Callers: not null } => null,
        var options => options,
    };

    /// <summary>The load as it is written on the command line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"--awards {Awards} {(Rate is { } rate ? $"--rate {rate}" : $"--callers {Concurrency}")}{(Claim ? " --claim" : "")}");

    private static LoadOptions? Read(ReadOnlySpan<string> arguments, LoadOptions read) => arguments switch
    {
        [] => read,
        ["--awards", var text, .. var rest] when Count(text) is { } awards => Read(rest, read with { Awards = awards }),
        ["--rate", var text, .. var rest] when PerSecond(text) is { } rate => Read(rest, read with { Rate = rate }),
        ["--callers", var text, .. var rest] when Count(text) is { } callers => Read(rest, read with { Callers = callers }),
        ["--claim", .. var rest] => Read(rest, read with { Claim = true }),
        // Git would take a dash for one of its options.
        ["--baseline", [not '-', ..] revision, .. var rest] => Read(rest, read with { Baseline = revision }),
        ["--write", .. var rest] => Read(rest, read with { Write = true }),
        _ => null,
    };

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private static double? PerSecond(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;
}
