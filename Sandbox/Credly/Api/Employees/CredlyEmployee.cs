namespace BadgeFunctions.Sandbox.Credly.Api.Employees;

/// <summary>An employee of the organization. Source: credly.com/docs/workforce.</summary>
/// <param name="Id">Credly's id.</param>
/// <param name="State"><c>created</c>, <c>pending</c> once invited; then <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="StateUpdatedAt">When that changed last.</param>
/// <param name="CreatedAt">When it was entered.</param>
/// <param name="InvitedAt">When it was invited last.</param>
/// <param name="Attributes">What the organization has entered, by the names of <see cref="AttributeNames"/>.</param>
internal sealed record CredlyEmployee(
    Guid Id,
    string State,
    DateTimeOffset StateUpdatedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? InvitedAt,
    IReadOnlyDictionary<string, string?> Attributes)
{
    public const string Created = "created";
    public const string Pending = "pending";

    /// <summary>What can be entered of an employee, as text.</summary>
    public static IReadOnlyList<string> AttributeNames { get; } =
    [
        "email", "first_name", "last_name", "team", "external_id", "position_title", "manager_first_name", "manager_last_name",
        "manager_external_id", "location", "country", "zip_code", "state_or_province", "department", "job_family", "organization_level1",
        "organization_level2", "organization_level3",
    ];

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public string FullName => $"{this["first_name"]} {this["last_name"]}".Trim();

    public Dictionary<string, object?> Document()
    {
        var document = AttributeNames.ToDictionary(name => name, name => (object?)this[name]);
        document["id"] = Id;
        document["full_name"] = FullName;
        document["employee_state"] = State;
        document["employee_state_updated_at"] = StateUpdatedAt;
        document["created_at"] = CreatedAt;
        document["last_invitation_sent_at"] = InvitedAt;
        document["photo_url"] = null;
        return document;
    }
}
