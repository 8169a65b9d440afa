using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Finds the methods that carry <see cref="FunctionAttribute"/> and refuses those that Functions would not run.</summary>
internal static partial class FunctionDiscovery
{
    private const BindingFlags DeclaredMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types, StartErrors errors)
    {
        var found = (
            from type in types
            from method in type.GetMethods(DeclaredMethods)
            let attribute = method.GetCustomAttribute<FunctionAttribute>()
            where attribute is not null
            select Describe(attribute.Name, method, errors)).OfType<FunctionDescriptor>().ToList();

        RefuseDuplicates(found, "function", function => function.Name, errors);
        RefuseDuplicates(found.DistinctBy(function => function.Name, StringComparer.OrdinalIgnoreCase), "durable", DurableFunctionNames.Of, errors);
        return found;
    }

    private static FunctionDescriptor? Describe(string name, MethodInfo method, StartErrors errors)
    {
        var triggers = (
            from parameter in method.GetParameters()
            from attribute in parameter.GetCustomAttributes<TriggerBindingAttribute>()
            select (parameter, attribute)).ToList();

        if (Refusal(name, method, triggers.Count) is { } refusal)
        {
            errors.Add($"Function '{name}' ({method.DeclaringType!.FullName}.{method.Name}): {refusal}");
            return null;
        }

        return new FunctionDescriptor(name, method, triggers[0].parameter, triggers[0].attribute);
    }

    private static string? Refusal(string name, MethodInfo method, int triggers) => method switch
    {
        _ when !ValidName().IsMatch(name) =>
            "a name starts with a letter and has letters, digits, '-' and '_', 128 characters at most.",
        // As the worker has it: the method is public, its class may be internal.
        { IsPublic: false } => "the method must be public.",
        { ContainsGenericParameters: true } or { DeclaringType.ContainsGenericParameters: true } => "it must not be generic.",
        { IsStatic: false, DeclaringType.IsAbstract: true } => "its class must not be abstract.",
        _ when method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)) =>
            "an asynchronous function returns Task, not void.",
        _ when triggers != 1 => $"one parameter must carry a trigger attribute, but {triggers} do.",
        _ => null,
    };

    private static void RefuseDuplicates(
        IEnumerable<FunctionDescriptor> found, string what, Func<FunctionDescriptor, string?> nameOf, StartErrors errors)
    {
        foreach (var group in found.GroupBy(nameOf, StringComparer.OrdinalIgnoreCase).Where(group => group.Key is not null && group.Count() > 1))
        {
            errors.Add($"The {what} name '{group.Key}' is used more than once: {string.Join(", ", group.Select(function => function.EntryPoint))}.");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex ValidName();
}
