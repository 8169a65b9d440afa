namespace BadgeFunctions.EmbeddedHost;

/// <summary>Which key a caller of an HTTP function must show.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A user's authentication token; the Functions host does not check it.</summary>
    User = 1,

    /// <summary>A key of the function or of the host, or the master key.</summary>
    Function = 2,

    /// <summary>The master key, or a key that the host gives to its extensions.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
