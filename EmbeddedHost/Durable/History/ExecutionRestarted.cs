namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The first record of a history after continue-as-new.</summary>
/// <param name="Through">The number of the last event that the former execution had heard of.</param>
/// <param name="Events">The events that the former execution kept and nobody waited for.</param>
internal sealed record ExecutionRestarted(long Through, IReadOnlyList<EventRaised> Events);
