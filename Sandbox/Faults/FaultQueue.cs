using System.Collections.Concurrent;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>A fault for one call to an API.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Status">The status of <see cref="FaultKind.Answer"/>.</param>
/// <param name="RetryAfterSeconds">Its Retry-After header.</param>
/// <param name="Body">Its body: HTML where it begins with an angle bracket, otherwise called JSON.</param>
/// <param name="DelayMilliseconds">How late <see cref="FaultKind.Delay"/> is.</param>
internal sealed record Fault(
    FaultKind Kind, int Status = 503, int? RetryAfterSeconds = null, string Body = "{}", int DelayMilliseconds = 0)
{
    private readonly TaskCompletionSource _carriedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call whose answer is held back has been carried out.</summary>
    public Task CarriedOut => _carriedOut.Task;

    /// <summary>Lets the answer go.</summary>
    public void Release() => _released.TrySetResult();

    internal Task HoldAsync()
    {
        _carriedOut.TrySetResult();
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

    /// <summary>The call is carried out late.</summary>
    Delay,

    /// <summary>The call is carried out, and its answer is held back until the fault is released.</summary>
    HoldAnswer,
}

/// <summary>The faults that the next calls under a path run into, and a log of all calls.</summary>
internal sealed class FaultQueue
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The calls so far, as "METHOD /path".</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>Makes the next <paramref name="times"/> calls of <paramref name="method"/> under <paramref name="path"/> run into a fault.</summary>
    public void Add(string method, string path, Fault fault, int times = 1)
    {
        var queue = _faults.GetOrAdd($"{method} {path}", _ => new());
        for (var i = 0; i < times; i++)
        {
            queue.Enqueue(fault);
        }
    }

    public Fault? Take(HttpRequest request)
    {
        var call = $"{request.Method} {request.Path}";
        _calls.Enqueue(call);
        foreach (var (prefix, queue) in _faults)
        {
            if (call.StartsWith(prefix, StringComparison.Ordinal) && queue.TryDequeue(out var fault))
            {
                return fault;
            }
        }

        return null;
    }
}
