using System.Reflection;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The types of the entry assembly and of those that the options name.</summary>
internal sealed class AssemblyFunctionTypes(IOptions<EmbeddedHostOptions> options) : IFunctionTypes
{
    public IEnumerable<Type> All => options.Value.FunctionAssemblies
        .Prepend(Assembly.GetEntryAssembly())
        .OfType<Assembly>()
        .Distinct()
        .SelectMany(assembly => assembly.GetTypes());
}
