using Mono.Cecil;
using Mono.Cecil.Cil;

namespace BadgeFunctions.Functions.Tests;

/// <summary>The app as it is compiled: the arrows between its folders, and what calls its functions.</summary>
public sealed class FolderTests
{
    private const string Root = "BadgeFunctions.Functions.";

    private static readonly string[] Kernels = ["Badges", "Web", "Languages", "Storage", "Telemetry", "Settings", "Signing"];

    private static readonly ILookup<string, string> Arrows = Read();

    [Fact]
    public void No_folder_needs_one_that_needs_it()
    {
        Assert.Contains("Badges", Arrows["Workflow"]);
        Assert.DoesNotContain(Arrows.Select(folder => folder.Key), folder => Reached(folder).Contains(folder));
    }

    [Fact]
    public void What_all_features_share_knows_no_feature() =>
        Assert.Empty(Kernels.SelectMany(kernel => Arrows[kernel]).Except(Kernels));

    /// <summary>The worker's own executor compiles the invoker of a function once; the generated one, with each call of an internal class.</summary>
    [Fact]
    public void Functions_are_called_by_the_worker_s_own_executor() =>
        Assert.DoesNotContain(typeof(BadgeApp).Assembly.GetTypes(), type => type.Name == "DirectFunctionExecutor");

    private static HashSet<string> Reached(string from)
    {
        HashSet<string> reached = [];
        Stack<string> open = new(Arrows[from]);
        while (open.TryPop(out var folder))
        {
            if (reached.Add(folder))
            {
                foreach (var next in Arrows[folder])
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private static ILookup<string, string> Read()
    {
        using var module = ModuleDefinition.ReadModule(typeof(BadgeApp).Assembly.Location);
        return module.GetTypes()
            .SelectMany(type => Needed(type).Select(needed => (From: FolderOf(type), To: FolderOf(needed))))
            .Where(arrow => arrow.From is not null && arrow.To is not null && arrow.From != arrow.To)
            .Distinct()
            .ToLookup(arrow => arrow.From!, arrow => arrow.To!);
    }

    // A nested type has its outermost one's namespace.
    private static string? FolderOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace.StartsWith(Root, StringComparison.Ordinal) ? type.Namespace[Root.Length..].Split('.')[0] : null;
    }

    private static IEnumerable<TypeReference> Needed(TypeDefinition type) => (IEnumerable<TypeReference>)
    [
        .. type.BaseType is { } parent ? Parts(parent) : [],
        .. type.Interfaces.SelectMany(one => Parts(one.InterfaceType)),
        .. type.Fields.SelectMany(field => Parts(field.FieldType)),
        .. type.Methods.SelectMany(Needed),
    ];

    private static IEnumerable<TypeReference> Needed(MethodDefinition method) => (IEnumerable<TypeReference>)
    [
        .. Parts(method.ReturnType),
        .. method.Parameters.SelectMany(parameter => Parts(parameter.ParameterType)),
        .. method.HasBody ? method.Body.Variables.SelectMany(variable => Parts(variable.VariableType)) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Needed) : [],
    ];

    private static IEnumerable<TypeReference> Needed(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [.. Parts(method.DeclaringType), .. method.GenericArguments.SelectMany(Parts)],
        MemberReference { DeclaringType: { } owner } and not TypeReference => Parts(owner),
        TypeReference type => Parts(type),
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };
}
