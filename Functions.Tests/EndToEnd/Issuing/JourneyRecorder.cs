using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>
/// Runs one journey of <see cref="BadgeWorkflow"/> on the embedded engine, with activities that answer as told and a clock that
/// stands still between steps, and records what the engine commits. The same journey gives the same record each time.
/// </summary>
internal sealed class JourneyRecorder : IAsyncDisposable
{
    private readonly Dictionary<string, Queue<Func<object?>>> _answers = [];
    private readonly EngineFixture _engine = new();
    private readonly string _instance = A.Award().Badge.InstanceId;
    private readonly string? _version;

    private JourneyRecorder(string? version)
    {
        _version = version;
        _engine.Functions.Orchestrator(
            nameof(BadgeWorkflow), context => BadgeWorkflow.Run(context, context.GetInput<BadgeJourney>()!));
        AnswersByDefault(nameof(RecordBadge), null);
        AnswersByDefault(nameof(IssueOnPlatform), StepResult.Done(BadgeState.Pending));
        AnswersByDefault(nameof(SendBadgeEmail), StepResult.Done(BadgeState.Pending));
        AnswersByDefault(nameof(SyncAcceptance), StepResult.Done(BadgeState.Pending));
        AnswersByDefault(nameof(ExpireToken), BadgeState.Pending);
        AnswersByDefault(nameof(LapseBadge), BadgeState.Lapsed);
    }

    /// <summary>The instant at which a token that is issued now expires.</summary>
    public DateTimeOffset TokenExpiry => _engine.Time.GetUtcNow() + TimeSpan.FromMinutes(2);

    /// <summary>Runs a journey and answers its history.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="version">The version that the instance is started with; null for none.</param>
    public static async Task<RecordedHistory> RecordAsync(Func<JourneyRecorder, Task> scenario, string? version)
    {
        await using var recorder = new JourneyRecorder(version);
        await recorder._engine.StartAsync();
        using var tape = new HistoryTape(recorder._engine.Options.DatabasePath);
        await scenario(recorder);
        return tape.Read(recorder._instance, version);
    }

    /// <summary>The activity's next calls answer this, one after the other; then it goes on as usual.</summary>
    public void Answers(string activity, params object?[] answers)
    {
        foreach (var answer in answers)
        {
            _answers[activity].Enqueue(() => answer);
        }
    }

    /// <summary>The activity's next calls fail.</summary>
    public void Fails(string activity, int times, string reason)
    {
        for (var i = 0; i < times; i++)
        {
            _answers[activity].Enqueue(() => throw new InvalidOperationException(reason));
        }
    }

    /// <summary>Starts the workflow and waits until it waits.</summary>
    public async Task StartAsync()
    {
        var claims = new ClaimOptions { Window = TimeSpan.FromDays(30), Reminders = [TimeSpan.FromDays(7)] };
        await _engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(BadgeWorkflow),
            BadgeJourney.Begin(A.Award(), claims, _engine.Time.GetUtcNow()),
            new StartOrchestrationOptions(_instance) { Version = _version });
        await QuietAsync();
    }

    /// <summary>Raises an event and waits until the workflow waits again.</summary>
    public async Task RaiseAsync(string signal, DateTimeOffset? payload = null)
    {
        await _engine.Client.RaiseEventAsync(_instance, signal, payload);
        await QuietAsync();
    }

    /// <summary>Raises several events of which the workflow hears in one turn.</summary>
    public async Task RaiseTogetherAsync(string signal, IEnumerable<DateTimeOffset?> payloads)
    {
        await _engine.Client.SuspendInstanceAsync(_instance);
        foreach (var payload in payloads)
        {
            await _engine.Client.RaiseEventAsync(_instance, signal, payload);
        }

        await _engine.Client.ResumeInstanceAsync(_instance);
        await QuietAsync();
    }

    /// <summary>Lets the time pass until the next timer fires.</summary>
    public async Task PassTimeAsync()
    {
        var due = Open()!.OfType<StartTimer>().Min(timer => timer.FireAt);

        // The engine's alarm rings a millisecond late, so that it never rings early.
        _engine.Time.SetUtcNow(new DateTimeOffset(due, TimeSpan.Zero) + TimeSpan.FromMilliseconds(1));
        await QuietAsync();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private void AnswersByDefault(string activity, object? answer)
    {
        var told = _answers[activity] = new Queue<Func<object?>>();
        _engine.Functions.Activity<JsonElement, object?>(activity, _ => told.TryDequeue(out var next) ? next() : answer);
    }

    // Ended, or nothing is open but timers that lie ahead, and nothing is unread.
    private Task QuietAsync() => EngineFixture.UntilAsync(() =>
        _engine.Engine.Hub.Find(_instance) is not { } instance
        || (instance is { IsTakingTurn: false, WantsTurn: false, Inbox.Count: 0 }
            && Open() is { Count: > 0 } open
            && open.All(action => action is StartTimer timer && timer.FireAt > _engine.Time.GetUtcNow().UtcDateTime)));

    // Null while something is unread.
    private IReadOnlyList<OrchestrationAction>? Open() => _engine.Engine.Store.Read(reader =>
    {
        var stored = reader.Find(_instance, payloads: false)!;
        var history = ExecutionHistory.Of(reader.ReadLog(stored.Key), stored.Execution);
        return history.Unread.Count > 0 ? null : history.FindOpen();
    });
}
