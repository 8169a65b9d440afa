using System.Collections.Concurrent;
using System.Text;
using BadgeFunctions.Functions.Badges;
using SkiaSharp;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The image of a badge template with a credential inside: the platform's, where it was taken over and can be read, or the app's own, as pages show it.
/// </summary>
internal sealed class BakedImages(TemplateImages taken, BadgeImages own)
{
    // Of a few bytes an image of any size can be made.
    private const long MostPixels = 16_000_000;

    // By version: the platform's images are few.
    private readonly ConcurrentDictionary<string, PlatformImage?> _readable = new(StringComparer.Ordinal);

    /// <summary>The image as PNG.</summary>
    /// <param name="templateCode">The template's code.</param>
    /// <param name="keyword"><see cref="BakedImage.Credential"/> or <see cref="BakedImage.Assertion"/>.</param>
    /// <param name="text">JSON or a compact JWS.</param>
    /// <param name="cancellationToken">Cancels reading the image.</param>
    public async Task<byte[]> PngAsync(string templateCode, string keyword, string text, CancellationToken cancellationToken) =>
        (await FindAsync(templateCode, cancellationToken) is { } image ? PngBaking.Bake(image.Png, keyword, text) : null)
        ?? PngBaking.Bake(own.Of(templateCode).Content, keyword, text)!;

    /// <summary>The image as SVG: a frame around the platform's, or the app's own drawing.</summary>
    /// <param name="templateCode">The template's code.</param>
    /// <param name="keyword"><see cref="BakedImage.Credential"/> or <see cref="BakedImage.Assertion"/>.</param>
    /// <param name="text">JSON or a compact JWS.</param>
    /// <param name="cancellationToken">Cancels reading the image.</param>
    public async Task<byte[]> SvgAsync(string templateCode, string keyword, string text, CancellationToken cancellationToken) =>
        (await FindAsync(templateCode, cancellationToken) is { } image ? SvgBaking.Bake(image.Svg, keyword, text) : null)
        ?? SvgBaking.Bake(own.SvgOf(templateCode), keyword, text)!;

    private async Task<PlatformImage?> FindAsync(string templateCode, CancellationToken cancellationToken) =>
        await taken.FindAsync(templateCode, cancellationToken) is { } image ? _readable.GetOrAdd(image.Version, _ => PlatformImage.Read(image.Content)) : null;

    private sealed record PlatformImage(byte[] Png, SKSizeI Size)
    {
        public byte[] Svg { get; } = Encoding.UTF8.GetBytes(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {Size.Width} {Size.Height}" width="{Size.Width}" height="{Size.Height}"><image width="{Size.Width}" height="{Size.Height}" xlink:href="data:image/png;base64,{Convert.ToBase64String(Png)}"/></svg>
            """);

        /// <summary>A PNG as it is, anything else as PNG; null when it cannot be read.</summary>
        public static PlatformImage? Read(byte[] content)
        {
            using var data = SKData.CreateCopy(content);
            using var codec = SKCodec.Create(data);
            if (codec is not { Info: { Width: > 0, Height: > 0 } info } || (long)info.Width * info.Height > MostPixels)
            {
                return null;
            }

            if (codec.EncodedFormat == SKEncodedImageFormat.Png)
            {
                return new PlatformImage(content, info.Size);
            }

            using var pixels = SKBitmap.Decode(codec);
            using var png = pixels?.Encode(SKEncodedImageFormat.Png, 100);
            return png is null ? null : new PlatformImage(png.ToArray(), info.Size);
        }
    }
}
