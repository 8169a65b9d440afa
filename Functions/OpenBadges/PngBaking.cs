using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Credentials in PNG images: an <c>iTXt</c> chunk (Open Badges 3.0, 5.3.1; Open Badges 2.0 Baking; PNG, third edition, 11.3.3.4).</summary>
internal static class PngBaking
{
    /// <summary>Whether a file begins as a PNG.</summary>
    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(PngChunks.Signature);

    /// <summary>
    /// Puts a text after the image's header, in place of what stands under its keyword; every other byte stays. Null when the file is no whole PNG.
    /// </summary>
    /// <param name="png">The image.</param>
    /// <param name="keyword"><see cref="BakedImage.Credential"/> or <see cref="BakedImage.Assertion"/>.</param>
    /// <param name="text">JSON or a compact JWS.</param>
    public static byte[]? Bake(ReadOnlySpan<byte> png, string keyword, string text)
    {
        if (!IsPng(png))
        {
            return null;
        }

        var key = Encoding.Latin1.GetBytes(keyword);
        var chunks = new PngChunks(png);
        if (!chunks.MoveNext() || !chunks.Type.SequenceEqual("IHDR"u8))
        {
            return null;
        }

        using var baked = new MemoryStream(png.Length + text.Length + 64);
        baked.Write(PngChunks.Signature);
        baked.Write(chunks.Whole);
        baked.Write(TextChunk(key, text));
        while (chunks.MoveNext())
        {
            if (!chunks.IsText(key))
            {
                baked.Write(chunks.Whole);
            }
        }

        baked.Write(chunks.Rest);
        return chunks.Problem is null ? baked.ToArray() : null;
    }

    /// <summary>What is baked into a PNG: the first credential, or else the first assertion. Never throws.</summary>
    public static Unbaked Unbake(ReadOnlySpan<byte> file)
    {
        if (!IsPng(file))
        {
            return Unbaked.NoImage();
        }

        Unbaked? assertion = null;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            if (chunks.IsText("openbadgecredential"u8) && chunks.Type.SequenceEqual("iTXt"u8))
            {
                return Read(chunks, BakedImage.Credential);
            }

            if (chunks.IsText("openbadges"u8) && !chunks.Type.SequenceEqual("zTXt"u8))
            {
                assertion ??= Read(chunks, BakedImage.Assertion);
            }
        }

        return assertion ?? chunks.Problem ?? (Unbaked)new Unbaked.Nothing();
    }

    private static byte[] TextChunk(ReadOnlySpan<byte> keyword, string text)
    {
        // Not compressed, no language, no translated keyword: five zeros, of which the first ends the keyword.
        byte[] content = [.. "iTXt"u8, .. keyword, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
        var chunk = new byte[4 + content.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length - 4);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(content));
        return chunk;
    }

    private static Unbaked Read(in PngChunks chunk, string keyword)
    {
        if (!chunk.IsIntact)
        {
            return new Unbaked.Unreadable(L("The badge data in this image was damaged or altered: its checksum is wrong."));
        }

        var value = chunk.Data[(keyword.Length + 1)..];
        if (chunk.Type.SequenceEqual("tEXt"u8))
        {
            return value.Length > Unbaked.MaxTextBytes ? Unbaked.TextTooLong() : Unbaked.Of(Encoding.Latin1.GetString(value), keyword);
        }

        // Compression flag and method, then language and translated keyword, each ended by a zero.
        var language = value.Length < 2 ? -1 : value[2..].IndexOf((byte)0);
        var translated = language < 0 ? -1 : value[(2 + language + 1)..].IndexOf((byte)0);
        if (translated < 0 || Text(value[(2 + language + 1 + translated + 1)..], value[0] != 0) is not { } text)
        {
            return new Unbaked.Unreadable(L("The badge data in this image cannot be unpacked."));
        }

        return text.Length > Unbaked.MaxTextBytes ? Unbaked.TextTooLong()
            : !Utf8.IsValid(text) ? Unbaked.NotUtf8()
            : Unbaked.Of(Encoding.UTF8.GetString(text), keyword);
    }

    // No more than one byte over the limit is unpacked, of whatever size it is.
    private static byte[]? Text(ReadOnlySpan<byte> value, bool isCompressed)
    {
        if (!isCompressed)
        {
            return value.ToArray();
        }

        try
        {
            using var packed = new ZLibStream(new MemoryStream(value.ToArray()), CompressionMode.Decompress);
            var text = new byte[Unbaked.MaxTextBytes + 1];
            return text[..packed.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
