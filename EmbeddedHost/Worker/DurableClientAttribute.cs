namespace BadgeFunctions.EmbeddedHost;

/// <summary>Hands the function a client of the durable engine.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the app's own if not set.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The name of the connection setting; the app's own if not set.</summary>
    public string? ConnectionName { get; set; }
}
