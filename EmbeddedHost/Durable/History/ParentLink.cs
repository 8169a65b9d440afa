namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The call that a sub-orchestration answers.</summary>
/// <param name="Instance">The caller's instance id.</param>
/// <param name="Name">The caller's orchestrator.</param>
/// <param name="Key">The caller's row, which tells it from a later instance of the same id.</param>
/// <param name="Execution">The caller's execution, which ends with continue-as-new.</param>
/// <param name="Task">The call's number.</param>
internal sealed record ParentLink(string Instance, string Name, long Key, int Execution, int Task)
{
    public ParentOrchestrationInstance ToPublic() => new(Name, Instance);
}
