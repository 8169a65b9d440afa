using System.Runtime.InteropServices;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Sharing;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class QrPictureTests
{
    private static readonly Uri Address = new("https://badges.example.org/badges/3f9c2a7be1d04c55");

    // An address with a credential in it: 129 modules.
    private static readonly Uri Long = new($"https://badges.example.org/verify#{string.Concat(Enumerable.Repeat("eyJhbGciOiJFZERTQSJ9", 55))}");

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "nothing", [] },
        { "two bytes", [0xFF, 0xD8] },
        { "text", "https://badges.example.org"u8.ToArray() },
        { "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "gif", "GIF89a\u0001\0\u0001\0\0\0\0,\0\0\0\0\u0001\0\u0001\0\0\u0002"u8.ToArray() },
        { "webp without content", "RIFF\u0010\0\0\0WEBP"u8.ToArray() },
        { "half a png", QrCode.Png(Address)[..200] },
        { "a header that promises gigabytes", [.. Files.Signature, .. Files.Chunk("IHDR", [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 8, 6, 0, 0, 0]), .. Files.Pixels] },
    };

    [Fact]
    public void The_codes_that_the_app_draws_are_read()
    {
        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(QrCode.Png(Address)));
        Assert.Equal(Long.AbsoluteUri, QrPicture.Read(QrCode.Png(Long)));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Every_kind_of_photo_is_read(SKEncodedImageFormat format) => Assert.Equal(Address.AbsoluteUri, QrPicture.Read(Photo(Address, 900, 1200, 400, 5, format)));

    [Theory]
    [InlineData(90)]
    [InlineData(150)]
    [InlineData(700)]
    [InlineData(2400)]
    [InlineData(4000)]
    public void A_code_of_any_size_is_read(int side)
    {
        using var code = SKBitmap.Decode(QrCode.Png(Address));
        using var scaled = code.Resize(new SKSizeI(side, side), new SKSamplingOptions(SKFilterMode.Linear));
        using var png = scaled.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(png.ToArray()));
    }

    [Theory]
    [InlineData(-12)]
    [InlineData(-3)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(180)]
    public void A_code_in_a_photo_is_read_however_it_is_turned(float degrees) =>
        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(Photo(Address, 900, 1200, 360, degrees, SKEncodedImageFormat.Jpeg)));

    [Fact]
    public void A_phone_s_largest_photo_is_read() => Assert.Equal(Long.AbsoluteUri, QrPicture.Read(Photo(Long, 4284, 5712, 2200, -3, SKEncodedImageFormat.Jpeg)));

    [Fact]
    public void A_code_in_a_photo_that_was_taken_in_the_dark_is_read()
    {
        using var photo = SKBitmap.Decode(Photo(Address, 900, 1200, 300, 4, SKEncodedImageFormat.Jpeg));
        var random = new Random(3);
        var pixels = photo.Bytes;
        for (var place = 0; place < pixels.Length; place += 4)
        {
            var light = (byte)Math.Clamp(pixels[place + 1] + random.Next(-140, 140), 0, 255);
            pixels.AsSpan(place, 3).Fill(light);
        }

        Marshal.Copy(pixels, 0, photo.GetPixels(), pixels.Length);
        using var jpeg = photo.Encode(SKEncodedImageFormat.Jpeg, 80);

        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(jpeg.ToArray()));
    }

    [Fact]
    public void A_code_on_nothing_is_seen_on_white()
    {
        using var code = SKBitmap.Decode(QrCode.Png(Address));
        using var bitmap = new SKBitmap(code.Width, code.Height);
        for (var place = 0; place < code.Width * code.Height; place++)
        {
            var (y, x) = Math.DivRem(place, code.Width);
            bitmap.SetPixel(x, y, code.GetPixel(x, y).Red < 128 ? SKColors.Black : SKColors.Transparent);
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(png.ToArray()));
    }

    [Fact]
    public void A_picture_without_a_code_gives_nothing()
    {
        Assert.Null(QrPicture.Read(Photo(null, 900, 1200, 0, 0, SKEncodedImageFormat.Jpeg)));
        Assert.Null(QrPicture.Read(Files.Picture(SKEncodedImageFormat.Webp)));
        Assert.Null(QrPicture.Read(Files.Picture(SKEncodedImageFormat.Png, 1, 1)));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_is_no_whole_picture_gives_nothing(string what, byte[] file)
    {
        Assert.NotEmpty(what);
        Assert.Null(QrPicture.Read(file));
    }

    [Fact]
    public void A_picture_with_too_many_pixels_is_not_unpacked()
    {
        using var huge = new SKBitmap(new SKImageInfo(5001, 5000, SKColorType.Gray8));
        using var code = SKBitmap.Decode(QrCode.Png(Address));
        using var canvas = new SKCanvas(huge);
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(code, huge.Info.Rect);
        using var png = huge.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Null(QrPicture.Read(png.ToArray()));
    }

    [Fact]
    public void A_jpeg_with_scans_without_end_is_not_unpacked()
    {
        var photo = Photo(Address, 600, 800, 300, 0, SKEncodedImageFormat.Jpeg);
        byte[] With(int scans) => [.. photo[..2], 0xFF, 0xFE, 0, (byte)(2 + (2 * scans)), .. Enumerable.Repeat((byte[])[0xFF, 0xDA], scans).SelectMany(scan => scan), .. photo[2..]];

        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(With(20)));
        Assert.Null(QrPicture.Read(With(100)));
    }

    [Fact]
    public void A_file_over_the_limit_is_not_read()
    {
        byte[] large = [.. QrCode.Png(Address), .. new byte[BakedImage.MaxFileBytes]];

        Assert.Equal(Address.AbsoluteUri, QrPicture.Read(large.AsMemory(0, BakedImage.MaxFileBytes)));
        Assert.Null(QrPicture.Read(large));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Whatever_is_done_to_a_picture_it_gets_an_answer(SKEncodedImageFormat format)
    {
        var random = new Random(14);
        var good = Photo(Address, 220, 200, 160, 3, format);
        var answers = new HashSet<string?>();
        for (var round = 0; round < 400; round++)
        {
            byte[] bad = [.. good.Take(random.Next(3) == 0 ? random.Next(good.Length) : good.Length)];
            for (var changes = random.Next(6); changes > 0 && bad.Length > 0; changes--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            answers.Add(QrPicture.Read(bad));
        }

        Assert.Equal([null, Address.AbsoluteUri], answers.OrderBy(answer => answer));
    }

    // Uneven light, grain, a few shapes, and the code as on a printed certificate that is held a little askew.
    private static byte[] Photo(Uri? address, int width, int height, int side, float degrees, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var light = new SKPaint();
        light.Shader = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(width, height), [new SKColor(0xFF8A7F70), new SKColor(0xFFE8E0D0), new SKColor(0xFF5A5048)], SKShaderTileMode.Clamp);
        canvas.DrawPaint(light);
        using var shape = new SKPaint { IsAntialias = true };
        var random = new Random(7);
        for (var count = 0; count < 60; count++)
        {
            shape.Color = new SKColor((uint)random.Next()).WithAlpha(0xFF);
            var corner = new SKPoint(random.Next(width), random.Next(height));
            canvas.DrawRect(SKRect.Create(corner, new SKSize(width / 12f, height / 40f)), shape);
            canvas.DrawCircle(corner, width / 60f, shape);
        }

        if (address is not null)
        {
            using var code = SKBitmap.Decode(QrCode.Png(address));
            using var image = SKImage.FromBitmap(code);
            canvas.Save();
            canvas.RotateDegrees(degrees, width / 2f, height / 2f);
            canvas.DrawImage(image, SKRect.Create((width - side) / 2f, (height - side) / 2f, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            canvas.Restore();
        }

        using var grain = new SKPaint { BlendMode = SKBlendMode.SoftLight };
        grain.Shader = SKShader.CreatePerlinNoiseFractalNoise(0.8f, 0.8f, 2, 3);
        canvas.DrawPaint(grain);
        using var data = bitmap.Encode(format, 75);
        return data.ToArray();
    }
}
