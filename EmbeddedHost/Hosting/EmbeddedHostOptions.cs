using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Settings of the embedded host: the configuration section <c>EmbeddedHost</c>.</summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "EmbeddedHost";

    /// <summary>The addresses to listen on, separated by semicolons. <c>--urls</c> sets it as well.</summary>
    [Required]
    public string Urls { get; set; } = "http://localhost:7071";

    /// <summary>
    /// The folder for what the host keeps: <c>durable.db</c> and the timers' last runs. Relative to the current
    /// directory; created when the host is built.
    /// </summary>
    [Required]
    public string DataDirectory { get; set; } = ".data";

    /// <summary>Assemblies that hold functions, beside the entry assembly.</summary>
    public IList<Assembly> FunctionAssemblies { get; } = [];
}
