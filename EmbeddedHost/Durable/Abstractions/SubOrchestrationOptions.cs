namespace BadgeFunctions.EmbeddedHost;

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Options with a retry rule and an instance id.</summary>
    /// <param name="retry">When and how often to try again.</param>
    /// <param name="instanceId">The sub-orchestration's instance id; <c>null</c> for a generated one.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Options that extend others.</summary>
    /// <param name="options">The options to extend.</param>
    /// <param name="instanceId">The sub-orchestration's instance id; <c>null</c> to keep that of <paramref name="options"/>.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
    }

    /// <summary>The sub-orchestration's instance id; <c>null</c> for a generated one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version to schedule; <c>null</c> to inherit the caller's.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
