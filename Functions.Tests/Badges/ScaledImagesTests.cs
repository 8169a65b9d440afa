using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.Badges;

public sealed class ScaledImagesTests
{
    private readonly ScaledImages _images = new();

    [Theory]
    [InlineData(112, 10_000)]
    [InlineData(224, 20_000)]
    [InlineData(448, 45_000)]
    public void A_badge_is_made_as_small_as_it_is_shown(int width, int maxBytes)
    {
        var original = new Assets(Theme.Default).Find("level-c-project-manager.png")!;

        var scaled = _images.Of(original.Content, original.Version, width)!;

        Assert.Equal((width, width, SKEncodedImageFormat.Webp), Shape(scaled));
        Assert.InRange(scaled.Length, 1, maxBytes);
        using var pixels = SKBitmap.Decode(scaled);
        Assert.Equal(0, pixels.GetPixel(0, 0).Alpha);
        Assert.Equal(255, pixels.GetPixel(width / 2, width / 2).Alpha);
    }

    [Fact]
    public void An_image_is_made_once()
    {
        var content = Png(600, 600);

        Assert.Same(_images.Of(content, "one", 224), _images.Of(content, "one", 224));
    }

    [Theory]
    [InlineData(600, 300, 112, 56)]
    [InlineData(300, 600, 56, 112)]
    [InlineData(40, 40, 40, 40)]
    [InlineData(4000, 1, 112, 1)]
    public void An_image_keeps_its_shape_and_is_never_blown_up(int width, int height, int scaledWidth, int scaledHeight)
    {
        var (seenWidth, seenHeight, _) = Shape(_images.Of(Png(width, height), "shape", 112)!);

        Assert.Equal((scaledWidth, scaledHeight), (seenWidth, seenHeight));
    }

    [Fact]
    public void What_cannot_be_decoded_is_not_scaled()
    {
        var png = Png(600, 600);

        Assert.Null(_images.Of([.. png[..8], 1, 2, 3], "broken", 112));
        Assert.Null(_images.Of("<svg/>"u8.ToArray(), "svg", 112));
    }

    [Fact]
    public void A_small_file_that_would_be_gigabytes_of_pixels_is_not_decoded()
    {
        var png = Png(8, 8);
        // The header's width and height; a decoder that went on would ask for 16 GB.
        byte[] bomb = [.. png[..16], 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, .. png[24..29], .. Crc([.. "IHDR"u8, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, .. png[24..29]]), .. png[33..]];
        using var codec = SKCodec.Create(SKData.CreateCopy(bomb));
        Assert.Equal(65_535, codec.Info.Width);

        Assert.Null(_images.Of(bomb, "bomb", 112));
    }

    [Theory]
    [InlineData("112", 112)]
    [InlineData("448", 448)]
    [InlineData("113", null)]
    [InlineData("99999", null)]
    [InlineData("-112", null)]
    [InlineData(" 112", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Nobody_can_ask_for_other_widths(string? query, int? width) => Assert.Equal(width, ScaledImages.WidthOf(query));

    private static (int Width, int Height, SKEncodedImageFormat Format) Shape(byte[] image)
    {
        using var codec = SKCodec.Create(SKData.CreateCopy(image));
        return (codec.Info.Width, codec.Info.Height, codec.EncodedFormat);
    }

    private static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Crc(byte[] chunk)
    {
        var crc = System.IO.Hashing.Crc32.Hash(chunk);
        Array.Reverse(crc);
        return crc;
    }
}
