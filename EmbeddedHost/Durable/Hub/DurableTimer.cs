namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>A committed timer of an instance.</summary>
/// <param name="Instance">Whose it is.</param>
/// <param name="Execution">The execution that started it.</param>
/// <param name="Id">Its number; <c>null</c> for the instance's own start.</param>
/// <param name="FireAt">When it is due, in UTC.</param>
internal sealed record DurableTimer(Instance Instance, int Execution, int? Id, DateTime FireAt)
{
    /// <summary>Tells timers apart that are due at the same time; set by the queue.</summary>
    public long Order { get; set; }
}
