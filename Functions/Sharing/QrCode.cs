using QRCoder;
using SkiaSharp;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>QR codes (ISO/IEC 18004) of addresses, with the quiet zone that belongs to them.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 12;

    /// <summary>The code as PNG.</summary>
    public static byte[] Png(Uri address)
    {
        using var code = Of(address);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule);
    }

    /// <summary>Draws the code into a square, as shapes: it prints sharp at any size.</summary>
    public static void Draw(SKCanvas canvas, Uri address, SKRect square)
    {
        using var code = Of(address);
        var module = square.Width / code.ModuleMatrix.Count;
        using var shapes = new SKPath();
        foreach (var (y, row) in code.ModuleMatrix.Index())
        {
            for (var x = 0; x < row.Count; x++)
            {
                if (row[x])
                {
                    shapes.AddRect(SKRect.Create(square.Left + (x * module), square.Top + (y * module), module, module));
                }
            }
        }

        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        canvas.DrawPath(shapes, black);
    }

    private static QRCodeData Of(Uri address) => QRCodeGenerator.GenerateQrCode(address.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
}
