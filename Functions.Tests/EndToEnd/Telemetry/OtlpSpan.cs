namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>A span as it was exported.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, int Kind)
{
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The traces that it links to.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    public override string ToString() => $"{Trace[..6]} {Parent.PadRight(16)} > {Id} {Name}";
}
