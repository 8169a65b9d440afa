namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>A span as it was exported.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, int Kind)
{
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The source that it comes from.</summary>
    public required string Scope { get; init; }

    /// <summary>The traces that it links to.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Whether the worker ran a function.</summary>
    public bool IsRun => Scope == "Microsoft.Azure.Functions.Worker";

    /// <summary>Whether the worker ran this function.</summary>
    public bool IsRunOf(string function) => IsRun && Attributes["faas.name"] == function;

    public override string ToString() => $"{Trace[..6]} {Parent.PadRight(16)} > {Id} {Name}";
}
