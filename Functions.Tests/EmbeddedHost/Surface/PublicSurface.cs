using System.Globalization;
using System.Reflection;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Surface;

/// <summary>What others can see of a type, one line a member.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        yield return $"{Kind(type)} {Name(type)}{(type.BaseType is { } parent ? $" : {Name(parent)}" : "")}";
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"ctor({Parameters(constructor)})";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsVisible(method) && !IsGenerated(method)))
        {
            yield return $"{Modifier(method)}{Name(method.ReturnType)} {method.Name}{Arity(method)}({Parameters(method)})";
        }

        foreach (var property in type.GetProperties(Declared).Where(property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)))
        {
            yield return $"{Name(property.PropertyType)} {property.Name} {{{Accessors(property)} }}";
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic && !field.IsSpecialName))
        {
            yield return $"{Name(field.FieldType)} {field.Name}{(type.IsEnum ? $" = {Convert.ToInt32(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : "")}";
        }
    }

    public static string Name(Type type) => type switch
    {
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.Name,
    };

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static",
        { IsAbstract: true } => "abstract",
        { IsSealed: true } => "sealed",
        _ => "class",
    };

    private static string Modifier(MethodInfo method) =>
        method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : method.IsStatic ? "static " : "";

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"<{method.GetGenericArguments().Length}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var otherwise = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "";
        return $"{many}{Name(parameter.ParameterType)} {parameter.Name}{otherwise}";
    }

    private static string Accessors(PropertyInfo property)
    {
        var get = IsVisible(property.GetMethod) ? " get;" : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        return !IsVisible(property.SetMethod) ? get : isInit ? $"{get} init;" : $"{get} set;";
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    // Accessors are told with their properties; angle brackets are the compiler's.
    private static bool IsGenerated(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal) || method.Name.Contains('<', StringComparison.Ordinal);
}
