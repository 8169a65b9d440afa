using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>A fault for one call to an API, late where it has a delay. A body that begins with an angle bracket is HTML, any other JSON.</summary>
internal sealed record Fault(
    FaultKind Kind, int Status = 503, int? RetryAfterSeconds = null, string Body = "{}", int DelayMilliseconds = 0)
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call, or its answer, is held back.</summary>
    public Task Held => _held.Task;

    /// <summary>Lets it go.</summary>
    public void Release() => _released.TrySetResult();

    internal Task HoldAsync()
    {
        _held.TrySetResult();
        return _released.Task;
    }
}

/// <summary>What can go wrong.</summary>
public enum FaultKind
{
    /// <summary>The call is answered with a status and not carried out.</summary>
    Answer,
    /// <summary>The call is carried out, and the connection is dropped before the answer.</summary>
    DropAnswer,
    /// <summary>The connection is dropped at once.</summary>
    Drop,
    /// <summary>The call is carried out, if late.</summary>
    Delay,
    /// <summary>The call is held back, and carried out once the fault is released.</summary>
    HoldCall,
    /// <summary>The call is carried out, and its answer is held back until the fault is released.</summary>
    HoldAnswer,
}

/// <summary>The faults that the next calls run into, and a log of all calls.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The calls so far, as "METHOD /path".</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>What waits for its call, in the order in which it was added.</summary>
    public ImmutableList<ArmedFault> Waiting { get; private set; } = [];

    /// <summary>Makes the next <paramref name="times"/> calls of <paramref name="method"/> under <paramref name="path"/> run into a fault.</summary>
    public void Add(string method, string path, Fault fault, int times = 1) =>
        Add($"{method} {path}", call => call.StartsWith($"{method} {path}", StringComparison.Ordinal), fault, times);

    /// <summary>Makes the next <paramref name="times"/> calls of a kind run into a fault.</summary>
    public void Add(FaultTarget target, Fault fault, int times = 1) => Add(target.Name, target.Calls.IsMatch, fault, times);

    public void Clear()
    {
        lock (_lock)
        {
            Waiting = [];
        }
    }

    public Fault? Take(HttpRequest request)
    {
        var call = $"{request.Method} {request.Path}";
        _calls.Enqueue(call);
        lock (_lock)
        {
            var met = Waiting.Find(armed => armed.Meets(call));
            Waiting = met is null ? Waiting : Waiting.Remove(met);
            return met?.Fault;
        }
    }

    private void Add(string name, Predicate<string> meets, Fault fault, int times)
    {
        lock (_lock)
        {
            Waiting = Waiting.AddRange(Enumerable.Repeat(new ArmedFault(name, meets, fault), times));
        }
    }
}

/// <summary>A fault that waits for a call.</summary>
internal sealed record ArmedFault(string Calls, Predicate<string> Meets, Fault Fault);

/// <summary>Calls that can be made to fail, by name.</summary>
internal sealed record FaultTarget(string Name, Regex Calls)
{
    public static IReadOnlyList<FaultTarget> All { get; } =
    [
        Credly("issue a badge", "POST", "/badges"),
        Credly("replace a badge", "POST", "/badges/[^/]+/replace"),
        Credly("revoke a badge", "PUT", "/badges/[^/]+/revoke"),
        Credly("delete a badge", "DELETE", "/badges/[^/]+"),
        Credly("read a badge", "GET", "/badges/[^/]+"),
        Credly("list badges", "GET", "/(badges|high_volume_issued_badge_search)"),
        Credly("templates", "GET", "/badge_templates(/[^/]+)?"),
        Credly("events", "GET", "/events(/[^/]+)?"),
        Credly("organization", "GET", ""),
        Credly("read", "GET", ".*"),
        new("Credly: OAuth token", new Regex("^POST /oauth/token$")),
        new("SendGrid: send an e-mail", new Regex("^POST /v3/mail/send$")),
    ];

    public static FaultTarget? Find(string? name) => All.FirstOrDefault(target => target.Name == name);

    private static FaultTarget Credly(string name, string method, string path) =>
        new($"Credly: {name}", new Regex($"^{method} (/api)?/v1/organizations/[^/]+{path}/?$"));
}
