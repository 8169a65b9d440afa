namespace BadgeFunctions.Sandbox.Credly.Api.Employees;

/// <summary>The organization's employees. Source: credly.com/docs/workforce.</summary>
internal static class EmployeesApi
{
    public static void MapEmployees(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/employees").RequireScope("workforce");
        api.MapGet("", (HttpRequest request, CredlyEmployees employees) =>
            CredlyPage.Of(request, EmployeeFilter.Apply(request, employees), employee => employee.Document()));
        api.MapGet("/{id:guid}", (Guid id, CredlyEmployees employees) => Answer(employees.Find(id)));
        api.MapPost("", Create);
        api.MapPost("/send_invitations", Invite);
        api.MapPut("/{id:guid}", Change);
        api.MapDelete("/{id:guid}", (Guid id, CredlyEmployees employees) =>
        {
            var employee = employees.Find(id);
            employees.Delete(id);
            return Answer(employee);
        });
    }

    private static IResult Create(RequestFields fields, CredlyEmployees employees)
    {
        var attributes = AttributesIn(fields);
        return string.IsNullOrWhiteSpace(attributes.GetValueOrDefault("email")) ? CredlyErrors.Invalid(new AttributeError("email", "can't be blank"))
            : employees.Create(attributes) is { } employee ? CredlyAnswers.Created(employee.Document())
            : CredlyErrors.Invalid(new AttributeError("email", "has already been taken"));
    }

    private static IResult Change(Guid id, RequestFields fields, CredlyEmployees employees) =>
        Answer(employees.Change(id, AttributesIn(fields)));

    // The list names employees by the attribute "list_type". Assumed: those who are invited are answered.
    private static IResult Invite(RequestFields fields, CredlyEmployees employees)
    {
        var (type, wanted, states) = (fields.Text("list_type") ?? "id", fields.Texts("employee_list"), fields.Texts("statuses"));
        var invited = employees.All
            .Where(employee => wanted.Contains(type == "id" ? employee.Id.ToString() : employee[type]))
            .Where(employee => states.Count == 0 || states.Contains(employee.State))
            .Select(employee => employees.Invite(employee.Id)?.Document())
            .ToList();
        return CredlyAnswers.Data(invited);
    }

    private static Dictionary<string, string?> AttributesIn(RequestFields fields) =>
        CredlyEmployee.AttributeNames.Where(fields.Has).ToDictionary(name => name, fields.Text);

    private static IResult Answer(CredlyEmployee? employee) =>
        employee is null ? CredlyErrors.NotFound() : CredlyAnswers.Data(employee.Document());
}
