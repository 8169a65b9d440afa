namespace BadgeFunctions.Sandbox.Credly.Api.Employees;

/// <summary>What employees are filtered and sorted by. Source: credly.com/docs/workforce, "Get Employees".</summary>
internal static class EmployeeFilter
{
    public static IReadOnlyList<CredlyEmployee> Apply(HttpRequest request, CredlyEmployees employees) => employees.All
        .Where(ListFilter.Read(request.Query), Matches)
        .SortBy(request.Query.Last("sort") ?? "", KeyOf);

    private static bool? Matches(CredlyEmployee employee, FilterTerm term) => term.Key switch
    {
        "name_or_email" => term.IsIn(employee.FullName, employee["email"]),
        // The documentation's table has the one, its example the other.
        "employee_state" or "state" => term.Names(employee.State),
        "team" => term.Names(employee["team"]),
        _ => null,
    };

    private static Func<CredlyEmployee, object?>? KeyOf(string name) => name switch
    {
        "created_at" => employee => employee.CreatedAt,
        "email" or "first_name" or "last_name" => employee => employee[name],
        _ => null,
    };
}
