using BadgeFunctions.Functions.Badges;
using SkiaSharp;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>QR codes (ISO/IEC 18004) in photos and on screenshots.</summary>
internal static class QrPicture
{
    // A phone's photo has 12 to 24 million pixels; a progressive JPEG takes up to six bytes for each while it is unpacked.
    private const long MostPixels = 25_000_000;

    // Each goes over all pixels again, and can be a few bytes of the file. Encoders make about ten.
    private const int MostScans = 64;

    // The longest sides that are searched, one after the other: small codes need the first, blurred and noisy ones the second.
    private static readonly int[] Sides = [1600, 800];

    private static readonly Dictionary<DecodeHintType, object> Hints = new() { [DecodeHintType.TRY_HARDER] = true };

    // JPEG (ISO/IEC 10918-1), B.1.1.3: no other byte FF is followed by DA.
    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    /// <summary>The text of the code in a PNG, JPEG or WebP picture; null when none is found. Never throws.</summary>
    public static string? Read(ReadOnlyMemory<byte> image)
    {
        if (image.Length > BakedImage.MaxFileBytes || !IsPhoto(image.Span))
        {
            return null;
        }

        using var data = SKData.CreateCopy(image.Span);
        using var codec = SKCodec.Create(data);
        if (codec is not { Info: { Width: > 0, Height: > 0 } info }
            || (long)info.Width * info.Height > MostPixels
            || (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && image.Span.Count(StartOfScan) > MostScans))
        {
            return null;
        }

        // A JPEG can be unpacked at an eighth of its size, two eighths and so on: here, the smallest with all that is searched.
        var size = codec.GetScaledDimensions(Math.Min(1, MathF.Ceiling(8f * Sides[0] / Math.Max(info.Width, info.Height)) / 8));
        using var photo = SKBitmap.Decode(codec, info.WithSize(size.Width, size.Height).WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Premul));
        return photo is null ? null : Sides.Select(side => Find(photo, side)).FirstOrDefault(text => text is not null);
    }

    // Decided before the codecs see it: there is one for each camera's raw files.
    public static bool IsPhoto(ReadOnlySpan<byte> image) =>
        TemplateImage.TypeOf(image) is not null || (image.StartsWith("RIFF"u8) && image.Length > 12 && image[8..].StartsWith("WEBP"u8));

    private static string? Find(SKBitmap photo, int side)
    {
        var scale = Math.Min(1, (double)side / Math.Max(photo.Width, photo.Height));
        using var grey = new SKBitmap(Math.Max(1, (int)(photo.Width * scale)), Math.Max(1, (int)(photo.Height * scale)), SKColorType.Gray8, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(grey))
        using (var picture = SKImage.FromBitmap(photo))
        {
            // What is transparent is seen on white.
            canvas.Clear(SKColors.White);
            canvas.DrawImage(picture, grey.Info.Rect, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        var brightness = new RGBLuminanceSource(grey.GetPixelSpan().ToArray(), grey.Width, grey.Height, RGBLuminanceSource.BitmapFormat.Gray8);
        try
        {
            return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(brightness)), Hints)?.Text;
        }
        catch (Exception)
        {
            // Of what an upload can make it read, the decoder does not catch all.
            return null;
        }
    }
}
