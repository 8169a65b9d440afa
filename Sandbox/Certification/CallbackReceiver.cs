using System.Collections.Concurrent;
using System.Text.Json;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>
/// Receives the app's callbacks for the certification system. It knows of the app what its documentation says, and verifies by itself
/// (<see cref="StandardWebhook"/>).
/// </summary>
internal sealed class CallbackReceiver(SandboxOptions options, StateFile state, TimeProvider clock)
{
    private readonly Kept<Guid, ReceivedCallback> _received = state.Open<Guid, ReceivedCallback>("callbacks");
    private readonly ConcurrentQueue<PlannedAnswer> _planned = new();

    /// <summary>Every call so far, refused ones too.</summary>
    public IReadOnlyList<ReceivedCallback> Received => _received.Values;

    /// <summary>Answers the next calls with a status instead of taking them.</summary>
    public void Plan(int status, int times = 1, int? retryAfterSeconds = null)
    {
        for (var i = 0; i < times; i++)
        {
            _planned.Enqueue(new PlannedAnswer(status, retryAfterSeconds));
        }
    }

    /// <summary>Takes a call.</summary>
    /// <returns>What to answer.</returns>
    public PlannedAnswer Take(string name, IHeaderDictionary headers, byte[] body)
    {
        var reason = StandardWebhook.ReasonAgainst(headers, body, options.CallbackSecret, clock.GetUtcNow());
        var answer = reason is not null
            ? new PlannedAnswer(StatusCodes.Status401Unauthorized, null)
            : _planned.TryDequeue(out var planned) ? planned : new PlannedAnswer(StatusCodes.Status204NoContent, null);
        _received[Guid.NewGuid()] = new ReceivedCallback(
            name, headers["webhook-id"].ToString(), headers["webhook-signature"].ToString(), body, clock.GetUtcNow(), answer.Status, reason);
        return answer;
    }
}

/// <summary>What the receiver answers.</summary>
internal sealed record PlannedAnswer(int Status, int? RetryAfterSeconds);

/// <summary>A call that came.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="WebhookId">Its <c>webhook-id</c>.</param>
/// <param name="Signatures">Its <c>webhook-signature</c>.</param>
/// <param name="Bytes">Its body.</param>
/// <param name="At">When it came.</param>
/// <param name="Status">What was answered.</param>
/// <param name="Forged">Why it is not genuine; null when it is.</param>
public sealed record ReceivedCallback(
    string Endpoint, string WebhookId, string Signatures, byte[] Bytes, DateTimeOffset At, int Status, string? Forged)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Body { get; } = JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>The type.</summary>
    public string Type => Body.GetProperty("type").GetString()!;

    /// <summary>The badge.</summary>
    public string BadgeId => Body.GetProperty("data").GetProperty("badgeId").GetString()!;

    /// <summary>Whether it was genuine, and taken.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
