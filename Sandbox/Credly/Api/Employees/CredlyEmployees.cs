namespace BadgeFunctions.Sandbox.Credly.Api.Employees;

/// <summary>The organization's employees, in memory, as they were entered.</summary>
internal sealed class CredlyEmployees(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<CredlyEmployee> _employees = [];

    public IReadOnlyList<CredlyEmployee> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _employees];
            }
        }
    }

    public CredlyEmployee? Find(Guid id) => All.FirstOrDefault(employee => employee.Id == id);

    /// <returns>Null when the address is another employee's.</returns>
    public CredlyEmployee? Create(IReadOnlyDictionary<string, string?> attributes)
    {
        var now = clock.GetUtcNow();
        var employee = new CredlyEmployee(Guid.NewGuid(), CredlyEmployee.Created, now, now, null, attributes);
        lock (_lock)
        {
            if (_employees.Any(other => string.Equals(other["email"], employee["email"], StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }

            _employees.Add(employee);
            return employee;
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

    public void Delete(Guid id)
    {
        lock (_lock)
        {
            _employees.RemoveAll(employee => employee.Id == id);
        }
    }

    private CredlyEmployee? Replace(Guid id, Func<CredlyEmployee, CredlyEmployee> change)
    {
        lock (_lock)
        {
            return _employees.FindIndex(employee => employee.Id == id) is >= 0 and var place
                ? _employees[place] = change(_employees[place])
                : null;
        }
    }
}
