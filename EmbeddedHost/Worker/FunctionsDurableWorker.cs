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
        try
        {
            var input = Convert.ToBase64String(request.ToByteArray());
            var result = await InvokeAsync(WorkerFunction.OrchestrationTrigger, name, input, [], cancellationToken, CreatorOf(request));
            return result?.String is { Length: > 0 } response
                ? P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response))
                : throw RpcFailure.From(null);
        }
        catch (RpcFailure exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = Details(exception);
            var completion = new P.CompleteOrchestrationAction
            {
                OrchestrationStatus = P.OrchestrationStatus.Failed,
                Result = failure.ErrorMessage,
                FailureDetails = failure,
            };
            return new() { InstanceId = request.InstanceId, Actions = { new P.OrchestratorAction { CompleteOrchestration = completion } } };
        }
    }

    public async Task<P.ActivityResponse> RunActivityAsync(P.ActivityRequest request, CancellationToken cancellationToken)
    {
        var response = new P.ActivityResponse { InstanceId = request.OrchestrationInstance.InstanceId, TaskId = request.TaskId };
        try
        {
            var input = Unwrap(request.Input);
            response.Result = Json(await InvokeAsync(
                WorkerFunction.ActivityTrigger, request.Name, input, [new("instanceId", response.InstanceId)], cancellationToken));
        }
        catch (RpcFailure failure)
        {
            response.FailureDetails = Details(failure);
        }

        return response;
    }

    /// <summary>An activity's input is a list with one item, which the function takes.</summary>
    internal static string Unwrap(string? input)
    {
        using var document = JsonDocument.Parse(string.IsNullOrEmpty(input) ? "null" : input);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= 1 =>
                list.EnumerateArray().Select(item => item.GetRawText()).FirstOrDefault("null"),
            var other => other.GetRawText(),
        };
    }

    // The worker sends a string as it is.
    private static string? Json(TypedData? result) => result?.DataCase switch
    {
        TypedData.DataOneofCase.String => JsonSerializer.Serialize(result.String),
        TypedData.DataOneofCase.Json => result.Json,
        TypedData.DataOneofCase.Bytes => JsonSerializer.Serialize(result.Bytes.ToByteArray()),
        TypedData.DataOneofCase.Double => JsonSerializer.Serialize(result.Double),
        _ => null,
    };

    // The durable extension of the worker writes an activity's failure into the message.
    private static P.TaskFailureDetails Details(RpcFailure failure)
    {
        if (failure.Text.StartsWith('{'))
        {
            try
            {
                return FailureParser.Parse<P.TaskFailureDetails>(failure.Text);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
            {
                // The message is the exception's own.
            }
        }

        return new P.TaskFailureDetails
        {
            ErrorType = failure.Type,
            ErrorMessage = failure.Message,
            StackTrace = failure.StackTrace,
            IsNonRetriable = failure.Type is RpcFailure.NotFound,
        };
    }

    // Every turn belongs to the trace of the span that created the instance.
    private static P.TraceContext? CreatorOf(P.OrchestratorRequest request) =>
        request.PastEvents.Concat(request.NewEvents).FirstOrDefault(one => one.ExecutionStarted is not null)?.ExecutionStarted.ParentTraceContext;

    private async Task<TypedData?> InvokeAsync(
        string trigger,
        string name,
        string input,
        KeyValuePair<string, string>[] metadata,
        CancellationToken cancellationToken,
        P.TraceContext? parent = null)
    {
        // An orchestrationTrigger may name the orchestration, an activityTrigger the activity.
        var property = trigger[..^"Trigger".Length];
        var ready = await worker.ReadyAsync(cancellationToken);
        var function = ready.Functions.FirstOrDefault(function => function.TriggeredBy(trigger) is { } binding
            && name.Equals(binding[property] ?? function.Name, StringComparison.OrdinalIgnoreCase));
        return function is null
            ? throw new RpcFailure(RpcFailure.NotFound, $"The app has no {property} function '{name}'.", new RpcException())
            : await ready.InvokeAsync(function, new TypedData { String = input }, metadata, cancellationToken, parent: parent);
    }
}
