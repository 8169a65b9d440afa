using System.Reflection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>A function as its code declares it.</summary>
internal sealed class FunctionDescriptor(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    : FunctionDefinition
{
    public override string Name { get; } = name;

    public override string Id { get; } = name;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public MethodInfo Method { get; } = method;

    public TriggerBindingAttribute Trigger { get; } = trigger;

    // By position: two threads that reflect on one method at once can get two objects for one parameter.
    public bool IsTriggerParameter(ParameterInfo parameter) => parameter.Position == triggerParameter.Position;
}
