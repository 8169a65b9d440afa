namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>What a record of an instance's log is. The numbers are stored.</summary>
internal enum LogKind
{
    /// <summary>An event from outside; it outlives the execution that it reached.</summary>
    External = 0,

    /// <summary>The end of something that the execution started.</summary>
    Internal = 1,

    /// <summary>A step of the orchestrator.</summary>
    Turn = 2,

    /// <summary>The beginning of a new execution.</summary>
    Restart = 3,
}
