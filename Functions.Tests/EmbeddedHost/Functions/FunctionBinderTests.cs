using System.Reflection;
using BadgeFunctions.EmbeddedHost.Functions;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Functions;

public sealed class FunctionBinderTests
{
    [Theory]
    [InlineData(nameof(Base.Activity))]
    [InlineData(nameof(Base.Orchestrator))]
    public void A_trigger_parameter_is_known_by_another_object_of_it(string name)
    {
        var method = typeof(Base).GetMethod(name)!;
        // The same method seen through a derived type has objects of its own: so have two threads that look at once.
        var parameter = typeof(Derived).GetMethod(name, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.GetParameters()[0];
        Assert.NotSame(method.GetParameters()[0], parameter);
        var trigger = (TriggerBindingAttribute)parameter.GetCustomAttributes(typeof(TriggerBindingAttribute), inherit: false)[0];
        var errors = new StartErrors();

        var bound = FunctionBinder.Bind(new FunctionDescriptor(name, method, parameter, trigger), errors);

        errors.ThrowIfAny();
        Assert.NotNull(bound);
    }

    internal class Base
    {
        public static int Activity([ActivityTrigger] int input, CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? 0 : input;

        public static int Orchestrator([OrchestrationTrigger] TaskOrchestrationContext context, int input) =>
            context.IsReplaying ? 0 : input;
    }

    internal sealed class Derived : Base;
}
