namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The host cannot start or go on; the message tells the operator why and what to do.</summary>
internal sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
