using BadgeFunctions.EmbeddedHost.Durable;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost;

/// <summary>
/// What an orchestrator may do. It is run again from its history whenever it goes on, so it awaits only tasks of this
/// context, and takes time and new ids from it.
/// </summary>
public abstract class TaskOrchestrationContext
{
    private ReplaySafeLoggerFactory? _replaySafeLoggerFactory;

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one; <c>null</c> when a client started it.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The orchestration's time in UTC: the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs through steps that it took before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version that the instance was started with; empty for none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Settings of the context.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <summary>Makes loggers that are silent in replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory =>
        _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(() => LoggerFactory, () => IsReplaying);

    /// <summary>Makes the loggers that the replay-safe ones write to.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>Reads the orchestration's input; the default value when there is none.</summary>
    /// <typeparam name="T">The input's type.</typeparam>
    public abstract T? GetInput<T>();

    /// <summary>Runs an activity, at least once, and waits for its end.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="input">Its input, stored as JSON.</param>
    /// <param name="options">How to retry.</param>
    /// <exception cref="TaskFailedException">The activity failed for good.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Runs an activity, at least once, and waits for its output.</summary>
    /// <typeparam name="TResult">The output's type.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="input">Its input, stored as JSON.</param>
    /// <param name="options">How to retry.</param>
    /// <exception cref="TaskFailedException">The activity failed for good.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Waits for a time span, across restarts.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="cancellationToken">Takes the timer back.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits until a time, across restarts.</summary>
    /// <param name="fireAt">When it fires, in UTC.</param>
    /// <param name="cancellationToken">Takes the timer back.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event; one that came before is kept, and each completes one wait, first in, first out.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for so long.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="timeout">How long.</param>
    /// <exception cref="TaskCanceledException">The time has run out.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for so long.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TaskCanceledException">The time has run out, or the wait was ended.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerGone = new CancellationTokenSource();
        using var waitGone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerGone.Token);
        var arrival = WaitForExternalEvent<T>(eventName, waitGone.Token);

        // Cancelled here, on the orchestrator's own thread: CancelAsync would leave it.
#pragma warning disable CA1849
        (await Task.WhenAny(timer, arrival) == arrival ? timerGone : waitGone).Cancel();
#pragma warning restore CA1849
        return await arrival;
    }

    /// <summary>Raises an event of another orchestration; dropped silently when that does not run.</summary>
    /// <param name="instanceId">The other instance's id.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">What goes with it, stored as JSON.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what clients read as the instance's custom status.</summary>
    /// <param name="customStatus">The status, stored as JSON; <c>null</c> clears it.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another orchestration and waits for its output.</summary>
    /// <typeparam name="TResult">The output's type.</typeparam>
    /// <param name="orchestratorName">The other orchestrator's name.</param>
    /// <param name="input">Its input, stored as JSON.</param>
    /// <param name="options">How to retry; <see cref="SubOrchestrationOptions"/> can name the instance.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed for good.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Runs another orchestration and waits for its end.</summary>
    /// <param name="orchestratorName">The other orchestrator's name.</param>
    /// <param name="input">Its input, stored as JSON.</param>
    /// <param name="options">How to retry; <see cref="SubOrchestrationOptions"/> can name the instance.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed for good.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Starts this orchestration afresh, with an empty history; the orchestrator returns right after.</summary>
    /// <param name="newInput">The new run's input.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody waited for go on to the new run.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Starts this orchestration afresh, with an empty history; the orchestrator returns right after.</summary>
    /// <param name="options">Input, events and version of the new run.</param>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A new id: the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent in replay.</summary>
    /// <param name="categoryName">The logger's category.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(UnwrappedLoggerFactory().CreateLogger(categoryName), () => IsReplaying);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    /// <param name="type">Names the logger's category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) =>
        new ReplaySafeLogger(UnwrappedLoggerFactory().CreateLogger(type), () => IsReplaying);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    /// <typeparam name="T">Names the logger's category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() =>
        new ReplaySafeLogger(UnwrappedLoggerFactory().CreateLogger<T>(), () => IsReplaying);

    /// <summary>Compares the instance's version with another: negative when it is older, positive when newer.</summary>
    /// <param name="version">The other version; no version is older than any.</param>
    public virtual int CompareVersionTo(string version) => VersionOrder.Compare(Version, version);

    private ILoggerFactory UnwrappedLoggerFactory() => Durable.ReplaySafeLoggerFactory.Unwrap(LoggerFactory);
}
