using System.Globalization;
using BadgeFunctions.EmbeddedHost.Storage;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Durable Task's gRPC service: each call of a client completes once its effect is committed.</summary>
/// <remarks>https://github.com/microsoft/durabletask-protobuf. What is not here (entities, rewind) answers Unimplemented.</remarks>
internal sealed class TaskHubService(DurableEngine engine) : P.TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private const int InstancesPerPurge = 200;

    private static readonly P.OrchestrationStatus[] Settled =
        [P.OrchestrationStatus.Completed, P.OrchestrationStatus.Failed, P.OrchestrationStatus.Terminated];

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<P.CreateInstanceResponse> StartInstance(P.CreateInstanceRequest request, ServerCallContext context)
    {
        Require(request.Name, "name");
        Refuse(Payload.TooLarge($"input of orchestration '{request.InstanceId}'", request.Input));
        var refused = request.OrchestrationIdReusePolicy is { } policy ? Settled.Except(policy.ReplaceableStatus).ToArray() : null;
        var id = await StartAsync(
            new P.ExecutionStartedEvent
            {
                Name = request.Name,
                Version = request.Version ?? engine.DefaultVersion,
                Input = request.Input,
                OrchestrationInstance = new() { InstanceId = request.InstanceId is { Length: > 0 } given ? given : NewId() },
                ScheduledStartTimestamp = request.ScheduledStartTimestamp,
                ParentTraceContext = request.ParentTraceContext ?? TraceOf(context),
                Tags = { request.Tags },
            },
            refused,
            context);
        return new P.CreateInstanceResponse { InstanceId = id };
    }

    public override async Task<P.RaiseEventResponse> RaiseEvent(P.RaiseEventRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instance id");
        Require(request.Name, "event name");
        Refuse(Payload.TooLarge($"payload of event '{request.Name}'", request.Input));
        // Read now: a caller that has hung up takes its call's headers along before the commit.
        var raisedBy = TraceOf(context)?.TraceParent;
        await ChangeAsync(request.InstanceId, context, (transaction, instance) =>
        {
            transaction.Append(instance, null, HistoryEvents.Raised(request.Name, request.Input, transaction.Now));
            transaction.AfterCommit(() => DurableTracing.Received(instance, request.Name, raisedBy));
        });
        return new();
    }

    public override async Task<P.TerminateResponse> TerminateInstance(P.TerminateRequest request, ServerCallContext context)
    {
        Refuse(Payload.TooLarge("output", request.Output));
        await ChangeAsync(request.InstanceId, context, (transaction, instance) => transaction.Terminate(instance, request.Output, request.Recursive));
        return new();
    }

    public override async Task<P.SuspendResponse> SuspendInstance(P.SuspendRequest request, ServerCallContext context)
    {
        await ChangeAsync(request.InstanceId, context, (transaction, instance) => transaction.Suspend(instance, true, request.Reason));
        return new();
    }

    public override async Task<P.ResumeResponse> ResumeInstance(P.ResumeRequest request, ServerCallContext context)
    {
        await ChangeAsync(request.InstanceId, context, (transaction, instance) => transaction.Suspend(instance, false, null));
        return new();
    }

    public override async Task<P.RestartInstanceResponse> RestartInstance(P.RestartInstanceRequest request, ServerCallContext context)
    {
        var former = engine.Store.Read(reader => reader.Find(request.InstanceId))
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no instance '{request.InstanceId}'."));
        var id = request.RestartWithNewInstanceId ? NewId() : request.InstanceId;
        var started = former.Started.Clone();
        (started.OrchestrationInstance, started.ParentInstance, started.ScheduledStartTimestamp) = (new() { InstanceId = id }, null, null);
        started.ParentTraceContext = TraceOf(context);
        return new P.RestartInstanceResponse { InstanceId = await StartAsync(started, refused: null, context) };
    }

    public override Task<P.GetInstanceResponse> GetInstance(P.GetInstanceRequest request, ServerCallContext context) => Task.FromResult(Get(request));

    public override Task<P.GetInstanceResponse> WaitForInstanceStart(P.GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, instance => instance.Started.Task, status => status != P.OrchestrationStatus.Pending, context);

    public override Task<P.GetInstanceResponse> WaitForInstanceCompletion(P.GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, instance => instance.Ended.Task, Settled.Contains, context);

    public override Task<P.QueryInstancesResponse> QueryInstances(P.QueryInstancesRequest request, ServerCallContext context)
    {
        var query = request.Query;
        var (found, token) = Page(
            new InstanceFilter
            {
                CreatedFrom = query.CreatedTimeFrom?.ToDateTime(),
                CreatedTo = query.CreatedTimeTo?.ToDateTime(),
                Statuses = query.RuntimeStatus is { Count: > 0 } statuses ? statuses : null,
                IdPrefix = query.InstanceIdPrefix,
            },
            query.ContinuationToken,
            query.MaxInstanceCount);
        return Task.FromResult(new P.QueryInstancesResponse
        {
            OrchestrationState = { found.Select(stored => StateOf(stored, query.FetchInputsAndOutputs)) },
            ContinuationToken = token,
        });
    }

    public override Task<P.ListInstanceIdsResponse> ListInstanceIds(P.ListInstanceIdsRequest request, ServerCallContext context)
    {
        var (found, token) = Page(
            new InstanceFilter
            {
                UpdatedFrom = request.CompletedTimeFrom?.ToDateTime(),
                UpdatedTo = request.CompletedTimeTo?.ToDateTime(),
                Statuses = OnlySettled(request.RuntimeStatus),
            },
            request.LastInstanceKey,
            request.PageSize);
        return Task.FromResult(new P.ListInstanceIdsResponse { InstanceIds = { found.Select(stored => stored.Id) }, LastInstanceKey = token });
    }

    public override async Task<P.PurgeInstancesResponse> PurgeInstances(P.PurgeInstancesRequest request, ServerCallContext context)
    {
        IEnumerable<string> ids = request.InstanceBatch is { } batch ? batch.InstanceIds : [request.InstanceId];
        return request.PurgeInstanceFilter is { } filter
            ? await PurgeAsync(filter, request.Recursive, context.CancellationToken)
            : new() { DeletedInstanceCount = await PurgeAsync(ids, request.Recursive, context.CancellationToken), IsComplete = true };
    }

    public override async Task StreamInstanceHistory(
        P.StreamInstanceHistoryRequest request, IServerStreamWriter<P.HistoryChunk> responseStream, ServerCallContext context)
    {
        var past = engine.Store.Read(reader => reader.Find(request.InstanceId) is { } stored
            ? ExecutionHistory.Of(stored.Begun, reader.ReadLog(stored.Key), stored.Execution).Past
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no instance '{request.InstanceId}'.")));
        foreach (var chunk in HistoryEvents.Chunk(past))
        {
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }
    }

    public override Task GetWorkItems(P.GetWorkItemsRequest request, IServerStreamWriter<P.WorkItem> responseStream, ServerCallContext context) =>
        Sdk.SendWorkItemsAsync(responseStream, request.Capabilities.Contains(P.WorkerCapability.HistoryStreaming), context.CancellationToken);

    public override Task<P.CompleteTaskResponse> CompleteOrchestratorTask(P.OrchestratorResponse request, ServerCallContext context) =>
        Sdk.Complete(request);

    public override Task<P.CompleteTaskResponse> CompleteActivityTask(P.ActivityResponse request, ServerCallContext context) =>
        Sdk.Complete(request);

    public override Task<P.AbandonOrchestrationTaskResponse> AbandonTaskOrchestratorWorkItem(
        P.AbandonOrchestrationTaskRequest request, ServerCallContext context)
    {
        Sdk.Abandon(request.CompletionToken);
        return Task.FromResult(new P.AbandonOrchestrationTaskResponse());
    }

    public override Task<P.AbandonActivityTaskResponse> AbandonTaskActivityWorkItem(P.AbandonActivityTaskRequest request, ServerCallContext context)
    {
        Sdk.Abandon(request.CompletionToken);
        return Task.FromResult(new P.AbandonActivityTaskResponse());
    }

    private SdkWorker Sdk => engine.Worker as SdkWorker
        ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "This host runs a function app; it takes no workers of the plain SDK."));

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static void Require(string value, string what) => Refuse(value.Length == 0 ? $"The {what} is empty." : null);

    private static void Refuse(string? reason)
    {
        if (reason is not null)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, reason));
        }
    }

    private static P.TraceContext? TraceOf(ServerCallContext context) =>
        context.RequestHeaders.GetValue("traceparent") is { } parent ? new() { TraceParent = parent, TraceState = context.RequestHeaders.GetValue("tracestate") } : null;

    private static IReadOnlyList<P.OrchestrationStatus> OnlySettled(ICollection<P.OrchestrationStatus> statuses) =>
        statuses.Count > 0 ? [.. Settled.Intersect(statuses)] : Settled;

    private static P.OrchestrationState StateOf(StoredInstance stored, bool payloads) => new()
    {
        InstanceId = stored.Id,
        Name = stored.Started.Name,
        Version = stored.Started.Version,
        OrchestrationStatus = stored.Status,
        ScheduledStartTimestamp = stored.StartAt?.ToTimestamp(),
        CreatedTimestamp = stored.CreatedAt.ToTimestamp(),
        LastUpdatedTimestamp = stored.UpdatedAt.ToTimestamp(),
        CompletedTimestamp = Settled.Contains(stored.Status) ? stored.UpdatedAt.ToTimestamp() : null,
        ExecutionId = ParentLink.ExecutionId(stored.Key, stored.Execution),
        ParentInstanceId = stored.Started.ParentInstance?.OrchestrationInstance.InstanceId,
        Tags = { stored.Started.Tags },
        Input = payloads ? stored.Started.Input : null,
        Output = payloads ? stored.Output : null,
        CustomStatus = payloads ? stored.CustomStatus : null,
        FailureDetails = payloads ? stored.Failure : null,
    };

    private async Task<string> StartAsync(
        P.ExecutionStartedEvent started, IReadOnlyCollection<P.OrchestrationStatus>? refused, ServerCallContext context) =>
        await engine.SubmitAsync(transaction => transaction.TryCreate(started, refused), context.CancellationToken) is { } refusal
            ? throw new RpcException(new Status(StatusCode.AlreadyExists, refusal))
            : started.OrchestrationInstance.InstanceId;

    // What is not there, or has ended, is nobody's error: it may have ended a moment ago.
    private Task ChangeAsync(string id, ServerCallContext context, Action<HubTransaction, Instance> change) =>
        engine.Hub.Find(id) is null
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
                context.CancellationToken);

    private P.GetInstanceResponse Get(P.GetInstanceRequest request) =>
        engine.Store.Read(reader => reader.Find(request.InstanceId)) is { } stored
            ? new() { Exists = true, OrchestrationState = StateOf(stored, request.GetInputsAndOutputs) }
            : new();

    // As on Azure, an instance that is not there yet is waited for.
    private async Task<P.GetInstanceResponse> WaitAsync(
        P.GetInstanceRequest request, Func<Instance, Task> milestone, Predicate<P.OrchestrationStatus> isReached, ServerCallContext context)
    {
        while (true)
        {
            var added = engine.Hub.Find(request.InstanceId) is null ? engine.Hub.WhenAdded() : Task.CompletedTask;
            if (engine.Hub.Find(request.InstanceId) is { } instance)
            {
                await milestone(instance).WaitAsync(context.CancellationToken);
            }

            // One that has begun just now is stored, and was not there to be waited for.
            if (Get(request) is { Exists: true } found && isReached(found.OrchestrationState.OrchestrationStatus))
            {
                return found;
            }

            await added.WaitAsync(context.CancellationToken);
        }
    }

    private (IReadOnlyList<StoredInstance> Found, string? Token) Page(InstanceFilter filter, string? token, int size)
    {
        Refuse(size < 1 ? $"A page has at least one instance, not {size}." : null);
        long after = 0;
        Refuse(string.IsNullOrEmpty(token) || long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after)
            ? null
            : $"'{token}' is not a continuation token of this store.");
        var found = engine.Store.Read(reader => reader.Find(filter, after, size + 1));
        return found.Count > size ? ([.. found.Take(size)], found[size - 1].Key.ToString(CultureInfo.InvariantCulture)) : (found, null);
    }

    private Task<int> PurgeAsync(IEnumerable<string> ids, bool recursive, CancellationToken cancellationToken) =>
        engine.SubmitAsync(transaction => ids.Sum(id => transaction.Purge(id, recursive)), cancellationToken);

    // A few at a time, so that running instances are not held up.
    private async Task<P.PurgeInstancesResponse> PurgeAsync(P.PurgeInstanceFilter filter, bool recursive, CancellationToken cancellationToken)
    {
        var begun = engine.Time.GetTimestamp();
        var ended = new InstanceFilter
        {
            CreatedFrom = filter.CreatedTimeFrom?.ToDateTime(),
            CreatedTo = filter.CreatedTimeTo?.ToDateTime(),
            Statuses = OnlySettled(filter.RuntimeStatus),
        };
        var count = 0;
        for (var after = 0L; ;)
        {
            var found = engine.Store.Read(reader => reader.Find(ended, after, InstancesPerPurge));
            if (found.Count == 0 || (filter.Timeout?.ToTimeSpan() is { } timeout && engine.Time.GetElapsedTime(begun) >= timeout))
            {
                return new() { DeletedInstanceCount = count, IsComplete = found.Count == 0 };
            }

            count += await PurgeAsync(found.Select(instance => instance.Id), recursive, cancellationToken);
            after = found[^1].Key;
        }
    }
}
