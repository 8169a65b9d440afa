namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The host cannot start or go on; the message tells the operator why and what to do.</summary>
internal sealed class HostException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Tells all that keeps the app from starting at once.</summary>
    /// <exception cref="HostException">There are errors.</exception>
    public static void ThrowIfAny(IEnumerable<string> errors)
    {
        if (string.Join($"{Environment.NewLine}  ", errors) is { Length: > 0 } all)
        {
            throw new HostException($"The function app cannot start:{Environment.NewLine}  {all}");
        }
    }
}
