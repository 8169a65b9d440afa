using System.Diagnostics;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A worker that has loaded its functions.</summary>
/// <param name="Channel">The stream to it.</param>
/// <param name="Running">What was started.</param>
/// <param name="HttpAddress">Where it takes HTTP requests; null if it takes none.</param>
/// <param name="Functions">Its functions.</param>
/// <param name="DurableClient">What a function's durable client is made of.</param>
/// <param name="FunctionTimeout">How long a function may run until it is cancelled.</param>
internal sealed record ReadyWorker(
    WorkerChannel Channel, RunningWorker Running, Uri? HttpAddress, IReadOnlyList<WorkerFunction> Functions, string DurableClient, TimeSpan FunctionTimeout)
{
    // Of the FunctionRpc version that the messages are taken from.
    private const string HostVersion = "4.1037.0";

    /// <summary>Initialises a worker once it has connected, and lets it load its functions.</summary>
    /// <exception cref="HostException">The worker refused.</exception>
    /// <exception cref="WorkerLostException">The worker ended.</exception>
    public static async Task<ReadyWorker> LoadAsync(
        Task<WorkerChannel> connecting, RunningWorker running, Uri endpoint, string appDirectory, TimeSpan functionTimeout)
    {
        var channel = await connecting;
        var init = await channel.AskAsync(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest { HostVersion = HostVersion, FunctionAppDirectory = appDirectory },
        });
        Expect(init.WorkerInitResponse?.Result, "initialise");

        var metadata = await channel.AskAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appDirectory },
        });
        Expect(metadata.FunctionMetadataResponse?.Result, "describe its functions");

        var functions = metadata.FunctionMetadataResponse!.FunctionMetadataResults.Select(result => new WorkerFunction(result)).ToList();
        await Task.WhenAll(functions.Select(function => LoadAsync(channel, function)));

        var told = init.WorkerInitResponse!.Capabilities.GetValueOrDefault("HttpUri");
        var address = running.HttpAddress ?? (Uri.TryCreate(told, UriKind.Absolute, out var uri) ? uri : null);
        return new ReadyWorker(channel, running, address, functions, DurableClientOf(endpoint), functionTimeout);
    }

    /// <summary>The function of a name, whose case does not count; null if there is none.</summary>
    public WorkerFunction? Find(string name) =>
        Functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls a function and answers with what it returns. A call that is cancelled still waits for the function to end.</summary>
    /// <exception cref="RpcFailure">The function failed, or was cancelled.</exception>
    /// <exception cref="TimeoutException">The function was cancelled because it ran too long.</exception>
    /// <exception cref="WorkerLostException">The worker ended before the function did.</exception>
    public async Task<TypedData?> InvokeAsync(
        WorkerFunction function,
        TypedData input,
        IEnumerable<KeyValuePair<string, string>> metadata,
        CancellationToken cancellationToken,
        string? invocationId = null,
        P.TraceContext? parent = null)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId ?? Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            InputData = { new ParameterBinding { Name = function.Trigger!.Name, Data = input } },

            // The worker fails without one.
            TraceContext = new RpcTraceContext
            {
                TraceParent = parent?.TraceParent ?? Activity.Current?.Id ?? "",
                TraceState = parent is null ? Activity.Current?.TraceStateString ?? "" : parent.TraceState ?? "",
            },
        };

        request.InputData.Add(function.DurableClients.Select(
            client => new ParameterBinding { Name = client, Data = new TypedData { String = DurableClient } }));
        foreach (var (name, value) in metadata)
        {
            request.TriggerMetadata[name] = new TypedData { String = value };
        }

        var answer = Channel.AskAsync(new StreamingMessage { InvocationRequest = request });
        var cancel = new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(FunctionTimeout);
        await using var registration = ending.Token.UnsafeRegister(_ => Channel.Tell(cancel), null);
        var response = (await answer).InvocationResponse;
        if (RpcFailure.Of(response.Result) is not { } failure)
        {
            return response.ReturnValue;
        }

        var isTooLong = ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
        throw isTooLong ? new TimeoutException($"Function '{function.Name}' ran longer than {FunctionTimeout}, which host.json allows.") : failure;
    }

    private static async Task LoadAsync(WorkerChannel channel, WorkerFunction function)
    {
        var answer = await channel.AskAsync(new StreamingMessage
        {
            FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
        });
        function.LoadError = RpcFailure.Of(answer.FunctionLoadResponse?.Result)?.Message;
    }

    private static void Expect(StatusResult? result, string what)
    {
        if (RpcFailure.Of(result) is { } failure)
        {
            throw new HostException($"The worker could not {what}: {failure}");
        }
    }

    // The names are those that the durable extension of the worker reads; their case counts.
    private static string DurableClientOf(Uri endpoint) => JsonSerializer.Serialize(new
    {
        taskHubName = "Embedded",
        connectionName = "",
        rpcBaseUrl = endpoint.AbsoluteUri,
        requiredQueryStringParameters = "",
        httpBaseUrl = endpoint.AbsoluteUri,
        maxGrpcMessageSizeInBytes = WorkerStart.MaxMessageLength,
        grpcHttpClientTimeout = JsonSerializer.Serialize(TimeSpan.FromDays(1)),
    });
}
