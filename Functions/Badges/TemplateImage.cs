using System.Security.Cryptography;

namespace BadgeFunctions.Functions.Badges;

/// <summary>A badge template's image that came from the platform.</summary>
/// <param name="Content">The file.</param>
/// <param name="ContentType"><c>image/png</c> or <c>image/jpeg</c>.</param>
internal sealed record TemplateImage(byte[] Content, string ContentType)
{
    /// <summary>What fits in a row of Table storage (1 MiB), with room for the rest.</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>Names this very content.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8));

    /// <summary>The type that the file's first bytes tell; null when it is no image that every e-mail program shows.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith(PngSignature) && content.Length > 24 ? "image/png"
        : content.StartsWith(JpegSignature) && content.Length > 24 ? "image/jpeg"
        : null;

    // PNG (ISO/IEC 15948), 5.2; JPEG (ISO/IEC 10918-1): start of image, and the next marker.
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];
}
