namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Collects what keeps the app from starting, so that a developer sees all of it at once.</summary>
internal sealed class StartErrors
{
    private readonly List<string> _errors = [];

    public void Add(string error) => _errors.Add(error);

    public void Add(FunctionDescriptor function, string error) => Add($"Function '{function.Name}' ({function.EntryPoint}): {error}");

    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidOperationException(
                string.Join(Environment.NewLine + "  ", ["The function app cannot start:", .. _errors]));
        }
    }
}
