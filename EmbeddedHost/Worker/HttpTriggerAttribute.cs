namespace BadgeFunctions.EmbeddedHost;

/// <summary>Runs the function for each HTTP request to its route.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Answers every method, to callers with a function key.</summary>
    public HttpTriggerAttribute()
    {
        AuthLevel = AuthorizationLevel.Function;
    }

    /// <summary>Answers the methods that are given, to anyone.</summary>
    /// <param name="methods">The HTTP methods.</param>
    public HttpTriggerAttribute(params string[] methods)
    {
        Methods = methods;
    }

    /// <summary>Answers every method.</summary>
    /// <param name="authLevel">The key that a caller must show.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    /// <summary>Answers the methods that are given.</summary>
    /// <param name="authLevel">The key that a caller must show.</param>
    /// <param name="methods">The HTTP methods.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route as an ASP.NET Core template, below the route prefix; the function's name if not set.</summary>
    public string? Route { get; set; }

    /// <summary>The HTTP methods that the function answers; every method if null.</summary>
    public string[]? Methods { get; private set; }

    /// <summary>The key that a caller must show.</summary>
    public AuthorizationLevel AuthLevel { get; private set; }
}
