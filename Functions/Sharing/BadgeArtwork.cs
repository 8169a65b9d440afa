using BadgeFunctions.Functions.Badges;
using SkiaSharp;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>A badge's image, to be drawn.</summary>
internal sealed class BadgeArtwork(TemplateImages taken, BadgeImages own)
{
    // Of a few bytes an image of any size can be made.
    private const long MostPixels = 16_000_000;

    /// <summary>The file, and what names this very file.</summary>
    public async Task<(byte[] File, string Version)> FindAsync(Badge badge, CancellationToken cancellationToken)
    {
        if (await taken.FindAsync(badge.TemplateCode, cancellationToken) is { } image)
        {
            return (image.Content, image.Version);
        }

        var (content, _, version) = own.Of(badge.TemplateCode);
        return (content, version);
    }

    /// <summary>Draws it into a square, as large as it fits.</summary>
    /// <returns>False when the file is no image that can be read: then nothing is drawn.</returns>
    public static bool TryDraw(SKCanvas canvas, byte[] file, SKRect square)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels)
        {
            return false;
        }

        using var image = SKImage.FromEncodedData(data);
        using var raster = image?.ToRasterImage(ensurePixelData: true);
        if (raster is null)
        {
            return false;
        }

        var place = square.AspectFit(raster.Info.Size);
        canvas.DrawImage(raster, place, new SKSamplingOptions(SKCubicResampler.Mitchell));
        return true;
    }
}
