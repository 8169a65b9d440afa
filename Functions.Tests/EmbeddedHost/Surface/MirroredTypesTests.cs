using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Surface;

public sealed class MirroredTypesTests
{
    private static readonly Dictionary<string, HashSet<string>> Microsoft = Read();

    public static TheoryData<Type> MirroredTypes() =>
        [.. typeof(FunctionsApplication).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(FunctionsApplication).Namespace)];

    [Theory]
    [MemberData(nameof(MirroredTypes))]
    public void A_mirrored_type_has_no_member_that_Microsoft_s_lacks(Type type)
    {
        var theirs = Microsoft.GetValueOrDefault(PublicSurface.Of(type).First());

        Assert.True(theirs is not null, $"Microsoft has no type '{PublicSurface.Of(type).First()}'.");
        Assert.Empty(PublicSurface.Of(type).Except(theirs));
    }

    // By the type's own line: two of Microsoft's types can share a name, in different namespaces.
    private static Dictionary<string, HashSet<string>> Read()
    {
        var path = Path.Combine(RepositoryFolder.Root, "Functions.Tests", "EmbeddedHost", "Surface", "microsoft-surface.txt");
        var types = new Dictionary<string, HashSet<string>>();
        HashSet<string> members = [];
        foreach (var line in File.ReadLines(path).Where(line => !line.StartsWith('#')))
        {
            if (!line.StartsWith(' '))
            {
                members = [];
                continue;
            }

            if (members.Count == 0)
            {
                types[line.Trim()] = members;
            }

            members.Add(line.Trim());
        }

        return types;
    }
}
