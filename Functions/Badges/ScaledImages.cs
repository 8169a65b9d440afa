using System.Collections.Concurrent;
using System.Globalization;
using SkiaSharp;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Badge images at the sizes at which pages show them, as WebP. Each is made once and stays in memory: they are few and small.</summary>
internal sealed class ScaledImages
{
    /// <summary>The widths, in the pixels of a screen; a badge is shown at the first two, and at twice of that on a sharp screen.</summary>
    public static readonly IReadOnlyList<int> Widths = [Small, Large, 2 * Large];

    /// <summary>The width in a list.</summary>
    public const int Small = 112;

    /// <summary>The width on a badge's own page.</summary>
    public const int Large = 2 * Small;

    /// <summary>The type of what this makes.</summary>
    public const string ContentType = "image/webp";

    private const int Quality = 88;

    // What is no more than 900 KiB as a file can be gigabytes as pixels.
    private const int MaxPixels = 4096 * 4096;

    private readonly ConcurrentDictionary<(string Version, int Width), Lazy<byte[]?>> _made = new();

    /// <summary>The width that a query asks for; null when it is none of those that are made.</summary>
    public static int? WidthOf(string? query) =>
        int.TryParse(query, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && Widths.Contains(width) ? width : null;

    /// <summary>The image within a square of this width; null when it cannot be made smaller.</summary>
    /// <param name="content">The image as PNG or JPEG.</param>
    /// <param name="version">Names this very content.</param>
    /// <param name="width">One of <see cref="Widths"/>.</param>
    public byte[]? Of(byte[] content, string version, int width) =>
        _made.GetOrAdd((version, width), _ => new Lazy<byte[]?>(() => Make(content, width))).Value;

    private static byte[]? Make(byte[] content, int width)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec is not { Info: { Width: > 0, Height: > 0 } info } || (long)info.Width * info.Height > MaxPixels)
        {
            return null;
        }

        using var image = SKBitmap.Decode(codec, info.WithAlphaType(SKAlphaType.Premul).WithColorType(SKColorType.Rgba8888));
        if (image is null)
        {
            return null;
        }

        // Never larger than it came.
        var scale = Math.Min(1, (double)width / Math.Max(info.Width, info.Height));
        var size = new SKSizeI(Math.Max(1, (int)Math.Round(info.Width * scale)), Math.Max(1, (int)Math.Round(info.Height * scale)));
        using var scaled = image.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var pixels = scaled?.PeekPixels();
        using var webp = pixels?.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality));
        return webp?.ToArray();
    }
}
