using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The app's client: each call completes once its effect is committed.</summary>
internal sealed class EmbeddedDurableTaskClient(DurableEngine engine) : DurableTaskClient("embedded")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        if (!engine.Functions.HasOrchestrator(orchestratorName))
        {
            throw new ArgumentException($"There is no orchestrator '{orchestratorName}'.", nameof(orchestratorName));
        }

        var id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        var version = VersionOf(options);
        using var span = DurableTracing.StartCreate(orchestratorName, version, id);
        var start = new NewOrchestration(
            id,
            orchestratorName,
            version,
            Payload.Write(input, $"input of orchestration '{id}'"))
        {
            StartAt = options?.StartAt is { } startAt && startAt > engine.Time.GetUtcNow() ? startAt.UtcDateTime : null,
            Tags = options?.Tags,
            DedupeStatuses = options?.DedupeStatuses,
            Trace = TraceOf(span),
        };
        return await engine.SubmitAsync(transaction => transaction.TryCreate(start), cancellation) is { } refusal ? throw refusal : id;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var span = DurableTracing.StartRaise(eventName, instanceId);
        var raised = new EventRaised(eventName, Payload.Write(eventPayload, $"payload of event '{eventName}'"), TraceOf(span));
        var json = HistoryJson.Write(raised);
        await ChangeAsync(instanceId, (transaction, instance) => transaction.Append(instance, null, raised, json), cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        if (Find(instanceId) is { } instance)
        {
            await instance.Started.WhenReached().WaitAsync(cancellation);
        }

        // Null for an unknown instance, as the mirrored client's documentation says.
        return Get(instanceId, getInputsAndOutputs)!;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (Find(instanceId) is { } instance)
        {
            await instance.Ended.WhenReached().WaitAsync(cancellation);
        }

        return Get(instanceId, getInputsAndOutputs)!;
    }

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var output = Payload.Write(options?.Output, "output");
        var recursive = options?.Recursive ?? false;
        await ChangeAsync(instanceId, (transaction, instance) => transaction.Terminate(instance, output, recursive), cancellation);
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var output = Payload.Write(reason, "reason");
        await ChangeAsync(instanceId, (transaction, instance) => transaction.Suspend(instance, true, output), cancellation);
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await ChangeAsync(instanceId, (transaction, instance) => transaction.Suspend(instance, false, null), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Get(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(engine.Store, filter ?? new OrchestrationQuery());

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var recursive = options?.Recursive ?? false;
        return new PurgeResult(await engine.SubmitAsync(transaction => transaction.Purge(instanceId, recursive), cancellation), true);
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new InstancePurge(engine, filter, options?.Recursive ?? false).RunAsync(cancellation);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var former = engine.Store.Read(reader => reader.Find(instanceId, payloads: true))
            ?? throw new ArgumentException($"There is no instance '{instanceId}'.", nameof(instanceId));
        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        var start = new NewOrchestration(id, former.Name, former.Version, former.Payloads!.Input)
        {
            Tags = HistoryJson.ReadTags(former.Tags),
            Trace = TraceOf(span: null),
        };
        return await engine.SubmitAsync(transaction => transaction.TryCreate(start), cancellation) is { } refusal ? throw refusal : id;
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var filter = new InstanceFilter
        {
            Statuses = InstancePurge.OnlyEnded(runtimeStatus),
            UpdatedFrom = completedTimeFrom,
            UpdatedTo = completedTimeTo,
        };
        var page = InstancePages.Read(engine.Store, filter, lastInstanceKey, pageSize, payloads: false);
        return Task.FromResult(new Page<string>([.. page.Values.Select(instance => instance.InstanceId)], page.ContinuationToken));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // No version is asked for with TaskVersion.Unversioned; null leaves the choice to the host.
    private string? VersionOf(StartOrchestrationOptions? options) =>
        options?.Version is { } version ? version == TaskVersion.Unversioned ? null : version.Version : engine.DefaultVersion;

    private static string? TraceOf(Activity? span) => (span ?? Activity.Current)?.Id;

    // What is not there, or has ended, is nobody's error: it may have ended a moment ago.
    private Task ChangeAsync(string id, Action<HubTransaction, Instance> change, CancellationToken cancellation) =>
        Find(id) is null
            ? Task.CompletedTask
            : engine.SubmitAsync(
                transaction =>
                {
                    if (transaction.Find(id) is { } instance)
                    {
                        change(transaction, instance);
                    }

                    return true;
                },
                cancellation);

    private Instance? Find(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return engine.Hub.Find(id);
    }

    private OrchestrationMetadata? Get(string id, bool payloads) =>
        engine.Store.Read(reader => reader.Find(id, payloads)) is { } stored ? InstancePages.ToMetadata(stored) : null;
}
