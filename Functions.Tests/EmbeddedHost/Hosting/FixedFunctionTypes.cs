using BadgeFunctions.EmbeddedHost.Functions;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

/// <summary>An app that consists of the classes that a test names.</summary>
internal sealed class FixedFunctionTypes(IEnumerable<Type> types) : IFunctionTypes
{
    public IEnumerable<Type> All => types;
}
