using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Where workers connect to.</summary>
internal sealed class FunctionRpcService(FunctionsWorker worker, WorkerLogs logs) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.FailedPrecondition, "The first message must be StartStream."));
        }

        var connection = new WorkerConnection(requestStream, responseStream, logs);
        if (!worker.Accept(start.WorkerId, connection))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start the worker."));
        }

        await connection.RunAsync(context.CancellationToken);
    }
}
