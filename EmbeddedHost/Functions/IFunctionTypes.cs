namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The types that may hold functions.</summary>
internal interface IFunctionTypes
{
    IEnumerable<Type> All { get; }
}
