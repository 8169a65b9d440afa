using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Google.Protobuf;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Runs the orchestrators and activities that are functions of the app.</summary>
internal sealed class FunctionsDurableWorker(FunctionsWorker worker) : IDurableWorker
{
    private static readonly JsonParser FailureParser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public async Task<P.OrchestratorResponse> RunOrchestratorAsync(
        string name, P.OrchestratorRequest request, CancellationToken cancellationToken)
    {
        var ready = await worker.ReadyAsync(cancellationToken);
        if (Find(ready, FunctionBinding.OrchestrationTrigger, "orchestration", name) is not { } function)
        {
            return Failed(request, new P.TaskFailureDetails
            {
                ErrorType = "OrchestratorNotFound",
                ErrorMessage = $"The app has no orchestrator function '{name}'.",
                IsNonRetriable = true,
            });
        }

        var input = new TypedData { String = Convert.ToBase64String(request.ToByteArray()) };
        var answer = await ready.InvokeAsync(function, input, [], cancellationToken, parent: CreatorOf(request));
        if (answer.Result?.Status is StatusResult.Types.Status.Success && answer.ReturnValue?.String is { Length: > 0 } result)
        {
            return P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(result));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Failed(request, Details(answer.Result));
    }

    public async Task<P.ActivityResponse> RunActivityAsync(P.ActivityRequest request, CancellationToken cancellationToken)
    {
        var response = new P.ActivityResponse { InstanceId = request.OrchestrationInstance.InstanceId, TaskId = request.TaskId };
        var ready = await worker.ReadyAsync(cancellationToken);
        if (Find(ready, FunctionBinding.ActivityTrigger, "activity", request.Name) is not { } function)
        {
            response.FailureDetails = new P.TaskFailureDetails
            {
                ErrorType = "ActivityNotFound",
                ErrorMessage = $"The app has no activity function '{request.Name}'.",
                IsNonRetriable = true,
            };
            return response;
        }

        var input = new TypedData { String = Unwrap(request.Input) };
        var answer = await ready.InvokeAsync(function, input, [new("instanceId", response.InstanceId)], cancellationToken);
        if (answer.Result?.Status is StatusResult.Types.Status.Success)
        {
            response.Result = Json(answer.ReturnValue);
            return response;
        }

        response.FailureDetails = Details(answer.Result);
        return response;
    }

    /// <summary>An activity's input is a list with one item, which the function takes.</summary>
    internal static string Unwrap(string? input)
    {
        if (string.IsNullOrEmpty(input))
        {
            return "null";
        }

        using var document = JsonDocument.Parse(input);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 1 => list[0].GetRawText(),
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => "null",
            _ => input,
        };
    }

    /// <summary>A function's result as JSON. The worker sends a string as it is.</summary>
    internal static string? Json(TypedData? result) => result?.DataCase switch
    {
        TypedData.DataOneofCase.String => JsonSerializer.Serialize(result.String),
        TypedData.DataOneofCase.Json => result.Json,
        TypedData.DataOneofCase.Bytes => JsonSerializer.Serialize(result.Bytes.ToByteArray()),
        TypedData.DataOneofCase.Int => JsonSerializer.Serialize(result.Int),
        TypedData.DataOneofCase.Double => JsonSerializer.Serialize(result.Double),
        _ => null,
    };

    /// <summary>Why a function failed. The durable extension of the worker writes an activity's failure into the message.</summary>
    internal static P.TaskFailureDetails Details(StatusResult? result)
    {
        var message = result?.Exception?.Message ?? "";
        if (message.StartsWith('{'))
        {
            try
            {
                return FailureParser.Parse<P.TaskFailureDetails>(message);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
            {
                // The message is the exception's own.
            }
        }

        var failure = RpcFailure.From(result?.Exception);
        return new P.TaskFailureDetails
        {
            ErrorType = failure.Type,
            ErrorMessage = failure.Message,
            StackTrace = result?.Exception?.StackTrace,
        };
    }

    // Every turn belongs to the trace of the span that created the instance.
    private static P.TraceContext? CreatorOf(P.OrchestratorRequest request) =>
        request.PastEvents.Concat(request.NewEvents).FirstOrDefault(one => one.ExecutionStarted is not null)?.ExecutionStarted.ParentTraceContext;

    private static WorkerFunction? Find(ReadyWorker ready, string trigger, string nameProperty, string name) =>
        ready.Find(name) is { } function && function.TriggeredBy(trigger) is not null
            ? function
            : ready.Functions.FirstOrDefault(other => name.Equals(other.TriggeredBy(trigger)?.Text(nameProperty), StringComparison.OrdinalIgnoreCase));

    private static P.OrchestratorResponse Failed(P.OrchestratorRequest request, P.TaskFailureDetails failure) => new()
    {
        InstanceId = request.InstanceId,
        Actions =
        {
            new P.OrchestratorAction
            {
                CompleteOrchestration = new P.CompleteOrchestrationAction
                {
                    OrchestrationStatus = P.OrchestrationStatus.Failed,
                    Result = failure.ErrorMessage,
                    FailureDetails = failure,
                },
            },
        },
    };
}
