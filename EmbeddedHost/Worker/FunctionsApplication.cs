namespace BadgeFunctions.EmbeddedHost;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>Makes a builder with the host's configuration, logging and services.</summary>
    /// <param name="args">The command line; its settings win over all others.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
