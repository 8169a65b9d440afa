namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Tests that read traces run alone: spans of one process reach every exporter in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracedAlone
{
    public const string Name = "Traces";
}
