using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>PNG files, made chunk by chunk as other programs write them (PNG, third edition, 5 and 11.3.3).</summary>
internal static class Files
{
    public const string Json = """{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://badges.example.org/1","name":"Łukasz Müller ]]> 李小龙 🎉 \u0000 & <b>"}""";

    public const string Jws = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6Imh0dHBzOi8vYmFkZ2VzLmV4YW1wbGUub3JnLzEifQ.c2lnbmF0dXJl-_";

    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static readonly byte[] Header = Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);

    public static readonly byte[] Pixels = Chunk("IDAT", Packed([0, 128]));

    public static readonly byte[] End = Chunk("IEND", []);

    public static byte[] Png(params byte[][] afterHeader) => [.. Signature, .. Header, .. afterHeader.SelectMany(chunk => chunk)];

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Number((uint)data.Length), .. typed, .. Number(Crc(typed))];
    }

    public static byte[] International(string keyword, string text, string language = "", string translated = "") =>
        Chunk("iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, .. Encoding.ASCII.GetBytes(language), 0, .. Encoding.UTF8.GetBytes(translated), 0, .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] Compressed(string keyword, byte[] packed) => Chunk("iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 1, 0, 0, 0, .. packed]);

    public static byte[] Latin(string keyword, string text) => Chunk("tEXt", [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.Latin1.GetBytes(text)]);

    public static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Picture(SKEncodedImageFormat format, int width = 40, int height = 30)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    public static string Svg(string content, string attributes = "") => $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"{attributes}>{content}</svg>""";

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // PNG, annex D, bit by bit.
    private static uint Crc(byte[] data) => ~data.Aggregate(uint.MaxValue, (crc, one) =>
        Enumerable.Range(0, 8).Aggregate(crc ^ one, (rest, _) => (rest & 1) == 1 ? 0xEDB88320 ^ (rest >> 1) : rest >> 1));
}
