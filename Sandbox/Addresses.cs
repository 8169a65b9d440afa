namespace BadgeFunctions.Sandbox;

/// <summary>Where the Sandbox and the app are; known only once both listen.</summary>
internal sealed class Addresses
{
    /// <summary>The Sandbox, without a slash at its end.</summary>
    public string Sandbox { get; set; } = "";

    /// <summary>The app, without a slash at its end.</summary>
    public string App { get; set; } = "";
}
