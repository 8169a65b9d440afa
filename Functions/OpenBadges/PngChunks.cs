using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// Walks once through the chunks of a file that begins with <see cref="Signature"/> (PNG, third edition, 5), without copying them. Ends after <c>IEND</c>, or
/// at a <see cref="Problem"/>.
/// </summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    // Encoders write their data in chunks of at least 4 KiB: the largest file that is read has a third of it.
    private const int MostChunks = 10_000;

    // Length, type and checksum.
    private const int Frame = 12;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private int _count;
    private bool _ended;

    /// <summary>The first bytes of each PNG file (5.2).</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>What comes after the current chunk.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = file[Signature.Length..];

    /// <summary>The current chunk with its frame.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Why the walk ended before <c>IEND</c>.</summary>
    public Unbaked.Unreadable? Problem { get; private set; }

    public readonly ReadOnlySpan<byte> Type => Whole[4..8];

    public readonly ReadOnlySpan<byte> Data => Whole[8..^4];

    /// <summary>Whether the checksum is that of type and data (5.5).</summary>
    public readonly bool IsIntact => Crc32.HashToUInt32(Whole[4..^4]) == BinaryPrimitives.ReadUInt32BigEndian(Whole[^4..]);

    /// <summary>Whether the current chunk is a text of this keyword: <c>iTXt</c>, <c>tEXt</c> and <c>zTXt</c> begin with it (11.3.3).</summary>
    public readonly bool IsText(ReadOnlySpan<byte> keyword) =>
        (Type.SequenceEqual("iTXt"u8) || Type.SequenceEqual("tEXt"u8) || Type.SequenceEqual("zTXt"u8))
        && Data.StartsWith(keyword) && Data.Length > keyword.Length && Data[keyword.Length] == 0;

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        _count++;
        Problem = Check();
        if (Problem is not null)
        {
            return false;
        }

        var length = Frame + (int)BinaryPrimitives.ReadUInt32BigEndian(Rest);
        Whole = Rest[..length];
        Rest = Rest[length..];
        _ended = Type.SequenceEqual("IEND"u8);
        return true;
    }

    private readonly Unbaked.Unreadable? Check()
    {
        if (_count > MostChunks)
        {
            return new(L("This PNG has too many chunks."));
        }

        if (Rest.Length < Frame)
        {
            return Unbaked.CutOff();
        }

        // Where a length is wrong, no type follows, which is four letters (5.3).
        var length = BinaryPrimitives.ReadUInt32BigEndian(Rest);
        return length > BakedImage.MaxFileBytes || Rest[4..8].ContainsAnyExcept(Letters) ? new(L("This PNG is damaged: a chunk has a wrong length."))
            : length > Rest.Length - Frame ? Unbaked.CutOff()
            : null;
    }
}
