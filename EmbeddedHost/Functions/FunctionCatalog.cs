namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The app's functions, bound and checked.</summary>
internal sealed class FunctionCatalog(IReadOnlyList<BoundFunction> functions)
{
    public static FunctionCatalog Create(IEnumerable<Type> types, StartErrors errors) =>
        new([.. FunctionDiscovery.Find(types, errors)
            .Select(function => FunctionBinder.Bind(function, errors))
            .OfType<BoundFunction>()]);

    /// <summary>The functions with a trigger of this type, each with its trigger.</summary>
    public IEnumerable<(BoundFunction Function, TTrigger Trigger)> TriggeredBy<TTrigger>()
        where TTrigger : TriggerBindingAttribute =>
        from function in functions
        let trigger = function.Definition.Trigger as TTrigger
        where trigger is not null
        select (function, trigger);
}
