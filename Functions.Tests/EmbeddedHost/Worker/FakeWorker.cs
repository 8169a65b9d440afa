using System.Collections.Concurrent;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

/// <summary>A worker that speaks the protocol as Microsoft's does and whose functions are a test's delegates.</summary>
internal sealed class FakeWorker(string appDirectory) : IWorkerLauncher
{
    private readonly List<FakeFunction> _functions = [];

    public string AppDirectory => appDirectory;

    /// <summary>The messages of the host, in the order in which they came.</summary>
    public ConcurrentQueue<StreamingMessage> Received { get; } = new();

    /// <summary>How often the host started a worker.</summary>
    public int Starts { get; private set; }

    /// <summary>What the next workers do instead of becoming ready.</summary>
    public FakeFault Fault { get; set; }

    public RunningFake? Running { get; private set; }

    public FakeWorker Http(string name, string? route, RequestDelegate run, string level = "Anonymous", params string[] methods) => Add(
        name,
        new { name = "request", type = "httpTrigger", direction = "In", authLevel = level, route, methods },
        async (request, context, _) =>
        {
            foreach (var (key, value) in request.TriggerMetadata)
            {
                context!.Items[key] = value.String;
            }

            await run(context!);
            return null;
        });

    public FakeWorker Timer(string name, object trigger, Func<string, CancellationToken, Task> run) => Add(name, trigger, async (request, _, cancellation) =>
    {
        await run(request.InputData.Single().Data.Json, cancellation);
        return null;
    });

    public FakeWorker Add(string name, object trigger, FakeFunctionBody run, params object[] otherBindings)
    {
        var metadata = new RpcFunctionMetadata { Name = name, EntryPoint = $"App.{name}.Run", FunctionId = $"{_functions.Count}" };
        metadata.RawBindings.Add([.. otherBindings.Prepend(trigger).Select(binding => JsonSerializer.Serialize(binding))]);
        _functions.Add(new FakeFunction(metadata, run));
        return this;
    }

    public async Task<RunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        Starts++;
        Running = new RunningFake(this, Fault);
        return await Running.StartAsync(start);
    }

    internal delegate Task<TypedData?> FakeFunctionBody(InvocationRequest request, HttpContext? context, CancellationToken cancellationToken);

    internal enum FakeFault
    {
        None,
        NeverConnects,
        EndsAtOnce,
        FailsInit,
        FailsLoad,
    }

    private sealed record FakeFunction(RpcFunctionMetadata Metadata, FakeFunctionBody Run);

    internal sealed class RunningFake(FakeWorker worker, FakeFault fault) : IAsyncDisposable
    {
        private static readonly StatusResult Success = new() { Status = StatusResult.Types.Status.Success };

        private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _dying = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource<HttpContext>> _requests = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _responses = new();
        private readonly ConcurrentDictionary<string, CancellationTokenSource> _cancellations = new();
        private readonly SemaphoreSlim _writing = new(1);
        private WebApplication? _http;
        private GrpcChannel? _channel;
        private AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage>? _call;

        public async Task<RunningWorker> StartAsync(WorkerStart start)
        {
            if (fault is FakeFault.EndsAtOnce)
            {
                _ended.SetResult("exit code 3");
            }

            if (fault is FakeFault.EndsAtOnce or FakeFault.NeverConnects)
            {
                return new RunningWorker(_ended.Task, () => DisposeAsync().AsTask());
            }

            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _http = builder.Build();
            _http.UseForwardedHeaders(new() { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All });
            _http.Run(PairAsync);
            await _http.StartAsync();
            _channel = GrpcChannel.ForAddress(start.Endpoint);
            _call = new FunctionRpc.FunctionRpcClient(_channel).EventStream(cancellationToken: _dying.Token);
            await _call.RequestStream.WriteAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = start.WorkerId } });
            _ = ReadAsync();
            return new RunningWorker(_ended.Task, () => DisposeAsync().AsTask(), new Uri(_http.Urls.Single()));
        }

        /// <summary>Dies as a process does that is killed.</summary>
        public void Die()
        {
            _dying.Cancel();
            _call!.Dispose();
            _ended.TrySetResult("killed");
        }

        public Task LogAsync(RpcLog log) => WriteAsync(new StreamingMessage { RpcLog = log });

        public async ValueTask DisposeAsync()
        {
            await _dying.CancelAsync();
            _call?.Dispose();
            _channel?.Dispose();
            if (_http is not null)
            {
                using var now = new CancellationTokenSource();
                await now.CancelAsync();
                await _http.StopAsync(now.Token);
                await _http.DisposeAsync();
            }

            _ended.TrySetResult("disposed");
        }

        private async Task PairAsync(HttpContext context)
        {
            var id = context.Request.Headers["x-ms-invocation-id"].Single()!;
            _requests.GetOrAdd(id, _ => NewSource<HttpContext>()).SetResult(context);
            await _responses.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        private async Task ReadAsync()
        {
            try
            {
                await foreach (var message in _call!.ResponseStream.ReadAllAsync(_dying.Token))
                {
                    worker.Received.Enqueue(message);
                    _ = Task.Run(() => AnswerAsync(message));
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or Grpc.Core.RpcException)
            {
                // The host or the test ended it.
            }
        }

        private async Task AnswerAsync(StreamingMessage message)
        {
            var answer = new StreamingMessage { RequestId = message.RequestId };
            switch (message.ContentCase)
            {
                case StreamingMessage.ContentOneofCase.WorkerInitRequest:
                    answer.WorkerInitResponse = new WorkerInitResponse { Result = ResultOf(FakeFault.FailsInit) };
                    break;
                case StreamingMessage.ContentOneofCase.FunctionsMetadataRequest:
                    answer.FunctionMetadataResponse = new FunctionMetadataResponse { Result = Success };
                    answer.FunctionMetadataResponse.FunctionMetadataResults.Add(worker._functions.Select(function => function.Metadata));
                    break;
                case StreamingMessage.ContentOneofCase.FunctionLoadRequest:
                    answer.FunctionLoadResponse = new FunctionLoadResponse { Result = ResultOf(FakeFault.FailsLoad) };
                    break;
                case StreamingMessage.ContentOneofCase.InvocationRequest:
                    answer.InvocationResponse = await InvokeAsync(message.InvocationRequest);
                    break;
                case StreamingMessage.ContentOneofCase.InvocationCancel:
                    await _cancellations[message.InvocationCancel.InvocationId].CancelAsync();
                    return;
                case StreamingMessage.ContentOneofCase.WorkerTerminate:
                    _ended.TrySetResult("terminated");
                    return;
                default:
                    return;
            }

            await WriteAsync(answer);
        }

        private StatusResult ResultOf(FakeFault failure) => fault != failure
            ? Success
            : new StatusResult { Exception = new BadgeFunctions.EmbeddedHost.Worker.Rpc.RpcException { Message = "System.IO.IOException: no luck\n   at App.Run()" } };

        private async Task<InvocationResponse> InvokeAsync(InvocationRequest request)
        {
            var function = worker._functions.Single(candidate => candidate.Metadata.FunctionId == request.FunctionId);
            var cancellation = _cancellations.GetOrAdd(request.InvocationId, _ => new());
            var response = new InvocationResponse { Result = Success };
            try
            {
                var context = request.InputData[0].Data.Http is null
                    ? null
                    : await _requests.GetOrAdd(request.InvocationId, _ => NewSource<HttpContext>()).Task.WaitAsync(cancellation.Token);
                response.ReturnValue = await function.Run(request, context, cancellation.Token);
            }
            catch (Exception exception)
            {
                response.Result = new StatusResult
                {
                    Status = exception is OperationCanceledException ? StatusResult.Types.Status.Cancelled : StatusResult.Types.Status.Failure,
                    Exception = new() { Message = exception is FakeFailure ? exception.Message : exception.ToString() },
                };
            }
            finally
            {
                _responses.GetOrAdd(request.InvocationId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }

            return response;
        }

        private async Task WriteAsync(StreamingMessage message)
        {
            await _writing.WaitAsync();
            try
            {
                await _call!.RequestStream.WriteAsync(message);
            }
            catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or Grpc.Core.RpcException)
            {
                // The worker has died.
            }
            finally
            {
                _writing.Release();
            }
        }

        private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A failure whose message reaches the host as it is.</summary>
internal sealed class FakeFailure(string message) : Exception(message);
