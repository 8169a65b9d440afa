using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Collects what keeps the app from starting, so that a developer sees all of it at once.</summary>
internal sealed class StartErrors
{
    private readonly List<string> _errors = [];

    public void Add(WorkerFunction function, string error) =>
        _errors.Add($"Function '{function.Name}' ({function.EntryPoint}): {error}");

    /// <exception cref="HostException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new HostException(string.Join(Environment.NewLine + "  ", ["The function app cannot start:", .. _errors]));
        }
    }
}
