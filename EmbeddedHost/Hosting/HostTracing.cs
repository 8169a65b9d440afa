using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Functions;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The host's spans around functions.</summary>
/// <remarks>Attributes: https://opentelemetry.io/docs/specs/semconv/registry/attributes/faas/.</remarks>
internal static class HostTracing
{
    public const string SourceName = "BadgeFunctions.EmbeddedHost";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A timer function runs.</summary>
    public static Activity? StartTimer(string function) =>
        Source.StartActivity($"timer {function}", ActivityKind.Internal)?.SetTag("faas.trigger", "timer");

    /// <summary>Says on the span that triggered it which function ran.</summary>
    public static void Describe(FunctionInvocation invocation) => Activity.Current
        ?.SetTag("faas.name", invocation.FunctionDefinition.Name)
        .SetTag("faas.invocation_id", invocation.InvocationId);
}
