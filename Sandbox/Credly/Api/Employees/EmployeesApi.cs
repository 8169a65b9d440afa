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
        api.MapPost("", CreateAsync);
        api.MapPost("/send_invitations", InviteAsync);
        api.MapPut("/{id:guid}", ChangeAsync);
        api.MapDelete("/{id:guid}", (Guid id, CredlyEmployees employees) =>
        {
            var employee = employees.Find(id);
            employees.Delete(id);
            return Answer(employee);
        });
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, CredlyEmployees employees, CancellationToken cancellationToken)
    {
        if (await RequestFields.ReadAsync(request, cancellationToken) is not { } fields)
        {
            return CredlyErrors.NotReadable();
        }

        var attributes = AttributesIn(fields);
        return string.IsNullOrWhiteSpace(attributes.GetValueOrDefault("email")) ? CredlyErrors.Invalid(new AttributeError("email", "can't be blank"))
            : employees.Create(attributes) is { } employee ? CredlyAnswers.Created(employee.Document())
            : CredlyErrors.Invalid(new AttributeError("email", "has already been taken"));
    }

    private static async Task<IResult> ChangeAsync(
        Guid id, HttpRequest request, CredlyEmployees employees, CancellationToken cancellationToken) =>
        await RequestFields.ReadAsync(request, cancellationToken) is { } fields
            ? Answer(employees.Change(id, AttributesIn(fields)))
            : CredlyErrors.NotReadable();

    // The list names employees by the attribute "list_type". Assumed: those who are invited are answered.
    private static async Task<IResult> InviteAsync(HttpRequest request, CredlyEmployees employees, CancellationToken cancellationToken)
    {
        if (await RequestFields.ReadAsync(request, cancellationToken) is not { } fields)
        {
            return CredlyErrors.NotReadable();
        }

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
