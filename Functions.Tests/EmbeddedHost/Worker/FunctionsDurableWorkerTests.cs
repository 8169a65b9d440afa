using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Google.Protobuf;
using P = Microsoft.DurableTask.Protobuf;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

public sealed class FunctionsDurableWorkerTests
{
    [Fact]
    public async Task An_orchestrator_takes_history_and_answers_with_actions()
    {
        await using var host = await TestHost.StartAsync(worker => Orchestrator(worker, request =>
        {
            var given = P.OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(request.InputData[0].Data.String));
            var answer = new P.OrchestratorResponse { InstanceId = given.InstanceId, CustomStatus = "\"here\"" };
            return new TypedData { String = Convert.ToBase64String(answer.ToByteArray()) };
        }));

        var response = await Durable(host).RunOrchestratorAsync("FLOW", new P.OrchestratorRequest { InstanceId = "i-1" }, default);

        Assert.Equal(("i-1", "\"here\""), (response.InstanceId, response.CustomStatus));
    }

    [Fact]
    public async Task An_orchestrator_that_fails_or_does_not_exist_completes_as_failed()
    {
        await using var host = await TestHost.StartAsync(worker => Orchestrator(worker, _ => throw new InvalidOperationException("no luck")));

        var failed = await Completion(host, "Flow");
        var unknown = await Completion(host, "Other");

        Assert.Equal(P.OrchestrationStatus.Failed, failed.OrchestrationStatus);
        Assert.Equal(("System.InvalidOperationException", "no luck"), (failed.FailureDetails.ErrorType, failed.FailureDetails.ErrorMessage));
        Assert.Equal(P.OrchestrationStatus.Failed, unknown.OrchestrationStatus);
        Assert.Contains("'Other'", unknown.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"id":1}]""", """{"id":1}""")]
    [InlineData("""["text"]""", "\"text\"")]
    [InlineData("""[[1,2]]""", "[1,2]")]
    [InlineData("[null]", "null")]
    [InlineData("[]", "null")]
    [InlineData(null, "null")]
    [InlineData("""{"id":1}""", """{"id":1}""")]
    public void An_activitys_input_is_taken_out_of_its_list(string? input, string given) =>
        Assert.Equal(given, FunctionsDurableWorker.Unwrap(input));

    [Fact]
    public async Task An_activity_is_told_its_instance_and_its_string_becomes_json()
    {
        await using var host = await TestHost.StartAsync(worker => Activity(worker, request => new TypedData
        {
            String = $"{request.InputData[0].Data.String} of {request.TriggerMetadata["instanceId"].String}",
        }));

        var response = await RunAsync(host, "Step");

        Assert.Equal("\"7 of i-1\"", response.Result);
        Assert.Equal(("i-1", 3), (response.InstanceId, response.TaskId));
    }

    [Fact]
    public async Task An_activity_may_answer_with_json_or_nothing()
    {
        await using var host = await TestHost.StartAsync(worker =>
        {
            Activity(worker, _ => new TypedData { Json = "{\"a\":1}" });
            Activity(worker, _ => null, "Silent");
        });

        Assert.Equal("{\"a\":1}", (await RunAsync(host, "Step")).Result);
        Assert.Null((await RunAsync(host, "Silent")).Result);
    }

    [Fact]
    public async Task An_activity_that_fails_is_cancelled_or_does_not_exist_says_why()
    {
        var details = new P.TaskFailureDetails { ErrorType = "Own.Exception", ErrorMessage = "own", IsNonRetriable = true };
        await using var host = await TestHost.StartAsync(worker =>
        {
            Activity(worker, _ => throw new FakeFailure(JsonFormatter.Default.Format(details)), "Described");
            Activity(worker, _ => throw new InvalidOperationException("no luck"), "Plain");
            Activity(worker, _ => throw new OperationCanceledException("stopped"), "Cancelled");
        });

        Assert.Equal(details, (await RunAsync(host, "Described")).FailureDetails);
        var plain = (await RunAsync(host, "Plain")).FailureDetails;
        Assert.Equal(("System.InvalidOperationException", "no luck"), (plain.ErrorType, plain.ErrorMessage));
        Assert.Equal("stopped", (await RunAsync(host, "Cancelled")).FailureDetails.ErrorMessage);
        Assert.Contains("'Missing'", (await RunAsync(host, "Missing")).FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_dies_loses_the_call_and_the_next_call_waits_for_another()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = true;
        await using var host = await TestHost.StartAsync(worker => worker.Add("Step", ActivityTrigger, async (_, _, cancellation) =>
        {
            if (first)
            {
                first = false;
                started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return new TypedData { Json = "1" };
        }));

        var lost = RunAsync(host, "Step");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        host.Worker.Running!.Die();

        await Assert.ThrowsAsync<WorkerLostException>(() => lost);
        await TestHost.UntilAsync(() => host.Host.Worker.Current?.Running != null && host.Worker.Starts == 2);
        Assert.Equal("1", (await RunAsync(host, "Step")).Result);
    }

    private static object ActivityTrigger => new { name = "input", type = "activityTrigger" };

    private static FunctionsDurableWorker Durable(TestHost host) => new(host.Host.Worker);

    private static void Orchestrator(FakeWorker worker, Func<InvocationRequest, TypedData?> run) =>
        worker.Add("Flow", new { name = "context", type = "orchestrationTrigger" }, (request, _, _) => Task.FromResult(run(request)));

    private static void Activity(FakeWorker worker, Func<InvocationRequest, TypedData?> run, string name = "Step") =>
        worker.Add(name, ActivityTrigger, (request, _, _) => Task.FromResult(run(request)));

    private static Task<P.ActivityResponse> RunAsync(TestHost host, string name) => Durable(host).RunActivityAsync(
        new P.ActivityRequest { Name = name, Input = "[7]", TaskId = 3, OrchestrationInstance = new P.OrchestrationInstance { InstanceId = "i-1" } },
        default);

    private static async Task<P.CompleteOrchestrationAction> Completion(TestHost host, string name)
    {
        var response = await Durable(host).RunOrchestratorAsync(name, new P.OrchestratorRequest { InstanceId = "i-1" }, default);
        return Assert.Single(response.Actions).CompleteOrchestration;
    }
}
