namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Images with a credential inside: "baked" badges (Open Badges 3.0, 5.3).</summary>
internal static class BakedImage
{
    /// <summary>The keyword of an Open Badges 3.0 credential.</summary>
    public const string Credential = "openbadgecredential";

    /// <summary>The keyword of an Open Badges 2.0 assertion.</summary>
    public const string Assertion = "openbadges";

    /// <summary>The largest file that is read.</summary>
    public const int MaxFileBytes = 12 * 1024 * 1024;

    /// <summary>Whether a file is an image, by its first bytes.</summary>
    public static bool IsImage(ReadOnlySpan<byte> file) => PngBaking.IsPng(file) || SvgBaking.IsXml(file) || QrPicture.IsPhoto(file);

    /// <summary>Reads what is baked into an uploaded file. What the file is, its content tells. Never throws.</summary>
    public static Unbaked Read(ReadOnlyMemory<byte> file) => file.Span switch
    {
        { Length: > MaxFileBytes } => new Unbaked.Unreadable(L("This file is too large: the limit is {0} MiB.", MaxFileBytes >> 20)),
        var png when PngBaking.IsPng(png) => PngBaking.Unbake(png),
        var svg when SvgBaking.IsXml(svg) => SvgBaking.Unbake(svg),
        _ => Unbaked.NoImage(),
    };
}
