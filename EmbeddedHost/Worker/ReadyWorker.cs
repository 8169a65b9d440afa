using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A worker that has loaded its functions.</summary>
internal sealed class ReadyWorker
{
    // Of the FunctionRpc version that the messages are taken from.
    private const string HostVersion = "4.1037.0";
    private const string HttpCapability = "HttpUri";

    private readonly string _durableClient;
    private readonly Dictionary<string, WorkerFunction> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ReadyWorker(
        WorkerConnection connection, IRunningWorker running, WorkerStart start, Uri? httpAddress, IReadOnlyList<WorkerFunction> functions)
    {
        Connection = connection;
        Running = running;
        HttpAddress = httpAddress;
        Functions = functions;
        _durableClient = DurableClient(start.Endpoint);
        foreach (var function in functions)
        {
            _byName.TryAdd(function.Name, function);
        }
    }

    public WorkerConnection Connection { get; }

    public IRunningWorker Running { get; }

    /// <summary>Where the worker takes HTTP requests; null if it takes none.</summary>
    public Uri? HttpAddress { get; }

    public IReadOnlyList<WorkerFunction> Functions { get; }

    /// <summary>Initialises a connected worker and lets it load its functions.</summary>
    /// <exception cref="HostException">The worker refused.</exception>
    /// <exception cref="WorkerLostException">The worker ended.</exception>
    public static async Task<ReadyWorker> LoadAsync(
        WorkerConnection connection, IRunningWorker running, WorkerStart start, string appDirectory)
    {
        var init = (await connection.AskAsync(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = HostVersion,
                WorkerDirectory = appDirectory,
                FunctionAppDirectory = appDirectory,
            },
        })).WorkerInitResponse;
        Expect(init?.Result, "initialise");

        var metadata = (await connection.AskAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appDirectory },
        })).FunctionMetadataResponse;
        Expect(metadata?.Result, "describe its functions");

        var functions = metadata!.FunctionMetadataResults.Select(result => new WorkerFunction(result)).ToList();
        await Task.WhenAll(functions.Select(function => LoadAsync(connection, function)));

        var address = running.HttpAddress
            ?? (init!.Capabilities.TryGetValue(HttpCapability, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null);
        return new ReadyWorker(connection, running, start, address, functions);
    }

    /// <summary>The function of a name, whose case does not count; null if there is none.</summary>
    public WorkerFunction? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Calls a function. A call that is cancelled still waits for the function to end.</summary>
    /// <param name="function">The function.</param>
    /// <param name="trigger">The trigger's value.</param>
    /// <param name="metadata">The trigger's metadata.</param>
    /// <param name="cancellationToken">Asks the function to end.</param>
    /// <param name="invocationId">The call's id; a new one if it is not given.</param>
    /// <param name="parent">The span that the call belongs to; the current one if it is not given.</param>
    /// <exception cref="WorkerLostException">The worker ended before the function did.</exception>
    public Task<InvocationResponse> InvokeAsync(
        WorkerFunction function,
        TypedData trigger,
        IEnumerable<KeyValuePair<string, string>> metadata,
        CancellationToken cancellationToken,
        string? invocationId = null,
        P.TraceContext? parent = null)
    {
        var request = function.Call(trigger, _durableClient, invocationId ?? Guid.NewGuid().ToString());
        foreach (var (name, value) in metadata)
        {
            request.TriggerMetadata[name] = new TypedData { String = value };
        }

        if (parent is not null)
        {
            request.TraceContext = new RpcTraceContext { TraceParent = parent.TraceParent, TraceState = parent.TraceState ?? "" };
        }

        return Connection.InvokeAsync(request, cancellationToken);
    }

    private static async Task LoadAsync(WorkerConnection connection, WorkerFunction function)
    {
        var answer = await connection.AskAsync(new StreamingMessage
        {
            FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
        });

        if (answer.FunctionLoadResponse?.Result is not { Status: StatusResult.Types.Status.Success })
        {
            function.LoadError = RpcFailure.From(answer.FunctionLoadResponse?.Result?.Exception).Message;
        }
    }

    private static void Expect(StatusResult? result, string what)
    {
        if (result is not { Status: StatusResult.Types.Status.Success })
        {
            throw new HostException($"The worker could not {what}: {RpcFailure.From(result?.Exception)}");
        }
    }

    // The names are those that the durable extension of the worker reads; their case counts.
    private static string DurableClient(Uri endpoint) => JsonSerializer.Serialize(new
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
