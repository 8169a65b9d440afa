namespace BadgeFunctions.EmbeddedHost;

/// <summary>How an orchestration starts afresh.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The new run's input.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for yet go on to the new run.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The new run's version; <c>null</c> to keep the present one.</summary>
    public string? NewVersion { get; set; }
}
