using System.Reflection;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>Files that are part of the program.</summary>
internal static class EmbeddedFile
{
    private static readonly Assembly Program = typeof(EmbeddedFile).Assembly;

    public static bool Exists(string name) => Program.GetManifestResourceInfo(name) is not null;

    public static byte[] Read(string name)
    {
        using var stream = Program.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The program has no file {name}.", name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
