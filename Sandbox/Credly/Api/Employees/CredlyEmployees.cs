using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly.Api.Employees;

/// <summary>The organization's employees as they were entered.</summary>
internal sealed class CredlyEmployees(StateFile state, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Kept<Guid, CredlyEmployee> _employees = state.Open<Guid, CredlyEmployee>("credly-employees");

    public IReadOnlyList<CredlyEmployee> All => _employees.Values;

    public CredlyEmployee? Find(Guid id) => _employees.GetValueOrDefault(id);

    /// <returns>Null when the address is another employee's.</returns>
    public CredlyEmployee? Create(IReadOnlyDictionary<string, string?> attributes)
    {
        var now = clock.GetUtcNow();
        var employee = new CredlyEmployee(Guid.NewGuid(), CredlyEmployee.Created, now, now, null, attributes);
        lock (_lock)
        {
            if (All.Any(other => string.Equals(other["email"], employee["email"], StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }

            return _employees[employee.Id] = employee;
        }
    }

    /// <returns>Null when there is none.</returns>
    public CredlyEmployee? Change(Guid id, IReadOnlyDictionary<string, string?> attributes) => Replace(id, employee =>
    {
        var changed = new Dictionary<string, string?>(employee.Attributes);
        foreach (var (name, value) in attributes)
        {
            changed[name] = value;
        }

        return employee with { Attributes = changed };
    });

    /// <returns>Null when there is none.</returns>
    public CredlyEmployee? Invite(Guid id)
    {
        var now = clock.GetUtcNow();
        return Replace(id, employee => employee with { State = CredlyEmployee.Pending, StateUpdatedAt = now, InvitedAt = now });
    }

    public void Delete(Guid id) => _employees.Remove(id, out _);

    private CredlyEmployee? Replace(Guid id, Func<CredlyEmployee, CredlyEmployee> change)
    {
        lock (_lock)
        {
            return Find(id) is { } employee ? _employees[id] = change(employee) : null;
        }
    }
}
