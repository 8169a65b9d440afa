namespace BadgeFunctions.EmbeddedHost;

/// <summary>An activity or a sub-orchestration that an orchestrator called has failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>A failure with its exception.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number in the orchestration.</param>
    /// <param name="innerException">What the task threw.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>A failure with its details.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number in the orchestration.</param>
    /// <param name="failureDetails">How the task failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>The failed task's name.</summary>
    public string TaskName { get; }

    /// <summary>The failed task's number in the orchestration.</summary>
    public int TaskId { get; }

    /// <summary>How the task failed; only its message is sure to survive on every host.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Whether the task threw exactly this type.</summary>
    /// <typeparam name="T">The exception type.</typeparam>
    [Obsolete("Use the FailureDetails property and its IsCausedBy<T>() method")]
    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.ErrorType == typeof(T).FullName;

    private static string Describe(string name, int id, string? message)
    {
        var text = $"Task '{name}' (#{id}) failed with an unhandled exception";
        return message is null ? $"{text}." : $"{text}: {message}";
    }
}
