using System.Collections.Concurrent;

namespace BadgeFunctions.Sandbox.Faults;

/// <summary>A fault for one call to an API.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Status">The status of <see cref="FaultKind.Answer"/>.</param>
/// <param name="RetryAfterSeconds">Its Retry-After header.</param>
/// <param name="Body">Its body: HTML where it begins with an angle bracket, otherwise called JSON.</param>
/// <param name="DelayMilliseconds">How much later it all happens, whatever the kind.</param>
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

    /// <summary>The call is carried out, if late.</summary>
    Delay,

    /// <summary>The call is carried out, and its answer is held back until the fault is released.</summary>
    HoldAnswer,
}

/// <summary>The faults that the next calls run into, and a log of all calls.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private readonly List<ArmedFault> _waiting = [];
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The calls so far, as "METHOD /path".</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>What waits for its call, in the order in which it was added.</summary>
    public IReadOnlyList<ArmedFault> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _waiting];
            }
        }
    }

    /// <summary>Makes the next <paramref name="times"/> calls of <paramref name="method"/> under <paramref name="path"/> run into a fault.</summary>
    public void Add(string method, string path, Fault fault, int times = 1) =>
        Add($"{method} {path}", call => call.StartsWith($"{method} {path}", StringComparison.Ordinal), fault, times);

    /// <summary>Makes the next <paramref name="times"/> calls of a kind run into a fault.</summary>
    public void Add(FaultTarget target, Fault fault, int times = 1) => Add(target.Name, target.Calls.IsMatch, fault, times);

    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
        }
    }

    public Fault? Take(HttpRequest request)
    {
        var call = $"{request.Method} {request.Path}";
        _calls.Enqueue(call);
        lock (_lock)
        {
            var place = _waiting.FindIndex(armed => armed.Meets(call));
            if (place < 0)
            {
                return null;
            }

            var fault = _waiting[place].Fault;
            _waiting.RemoveAt(place);
            return fault;
        }
    }

    private void Add(string name, Predicate<string> meets, Fault fault, int times)
    {
        lock (_lock)
        {
            _waiting.AddRange(Enumerable.Repeat(new ArmedFault(name, meets, fault), times));
        }
    }
}

/// <summary>A fault that waits for a call.</summary>
/// <param name="Calls">The calls' name, for people.</param>
/// <param name="Meets">Whether a call, as "METHOD /path", is one of them.</param>
/// <param name="Fault">What it will run into.</param>
internal sealed record ArmedFault(string Calls, Predicate<string> Meets, Fault Fault);
