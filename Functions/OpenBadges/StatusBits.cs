using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The bits of a status list, one a credential; index 0 is the most significant bit of the first byte. Source: W3C Bitstring Status List 1.0,
/// sections 3.3, 3.4 and 7.1.
/// </summary>
internal sealed class StatusBits
{
    /// <summary>How many entries our lists have: the fewest that a list may have (section 3.2).</summary>
    public const int Entries = 131_072;

    private const int MinBytes = Entries / 8;

    // Eight million entries: what expands to more is a bomb.
    private const int MaxBytes = 1024 * 1024;

    // Multibase's prefix of base64url without padding.
    private const char Multibase = 'u';

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly byte[] _bytes;

    /// <param name="bytes">At least 16 KiB; belongs to the new object.</param>
    /// <exception cref="ArgumentException">These are fewer.</exception>
    public StatusBits(byte[] bytes)
    {
        if (bytes.Length < MinBytes)
        {
            throw new ArgumentException($"A status list has at least {MinBytes} bytes, and these are {bytes.Length}.", nameof(bytes));
        }

        _bytes = bytes;
    }

    /// <summary>A list of ours in which no bit is set.</summary>
    public static StatusBits None { get; } = new(new byte[MinBytes]);

    /// <summary>How many entries there are.</summary>
    public int Count => _bytes.Length * 8;

    /// <summary>Whether the bit is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public bool Get(int index) => (_bytes[ByteOf(index)] & MaskOf(index)) != 0;

    /// <summary>The list with this bit set or cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public StatusBits With(int index, bool value)
    {
        var position = ByteOf(index);
        var bytes = ToArray();
        bytes[position] = (byte)(value ? bytes[position] | MaskOf(index) : bytes[position] & ~MaskOf(index));
        return new StatusBits(bytes);
    }

    /// <summary>The bits as they are stored.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>The <c>encodedList</c> (section 2.2): multibase base64url of the GZIP-compressed bits.</summary>
    public string Encode()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_bytes);
        }

        return $"{Multibase}{Base64Url.EncodeToString(compressed.GetBuffer().AsSpan(0, (int)compressed.Length))}";
    }

    /// <summary>Reads anybody's <c>encodedList</c>.</summary>
    public static bool TryDecode(string? text, [NotNullWhen(true)] out StatusBits? bits, [NotNullWhen(false)] out StatusBitsError? error)
    {
        (bits, error) = Decode(text);
        return bits is not null;
    }

    private static (StatusBits? Bits, StatusBitsError? Error) Decode(string? text)
    {
        // Base64Url would also take white space and padding.
        if (text is not [Multibase, ..] || text.AsSpan(1).ContainsAnyExcept(Alphabet) || !Base64Url.IsValid(text.AsSpan(1)))
        {
            return (null, StatusBitsError.Malformed);
        }

        var compressed = Base64Url.DecodeFromChars(text.AsSpan(1));
        return Expand(compressed) switch
        {
            null => (null, StatusBitsError.Malformed),
            { Length: > MaxBytes } => (null, StatusBitsError.TooLong),
            var bytes when !EndsWithLength(compressed, bytes.Length) => (null, StatusBitsError.Malformed),
            { Length: < MinBytes } => (null, StatusBitsError.TooShort),
            var bytes => (new StatusBits(bytes), null),
        };
    }

    // GZIP ends with the length of what was compressed (RFC 1952, 2.3.1, ISIZE); GZipStream is silent about a stream that is cut off.
    private static bool EndsWithLength(ReadOnlySpan<byte> compressed, int length) =>
        compressed.Length > sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(compressed[^sizeof(int)..]) == length;

    // At most one byte more than a list may have; null when this is no GZIP.
    private static byte[]? Expand(byte[] compressed)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
            var length = gzip.ReadAtLeast(buffer.AsSpan(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int MaskOf(int index) => 0x80 >> (index % 8);

    private int ByteOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index / 8;
    }
}

/// <summary>Why an <c>encodedList</c> is refused.</summary>
internal enum StatusBitsError
{
    /// <summary>It is no multibase base64url of GZIP (section 3, MALFORMED_VALUE_ERROR).</summary>
    Malformed,

    /// <summary>It has fewer entries than keep a holder unknown among others (section 3.5, STATUS_LIST_LENGTH_ERROR).</summary>
    TooShort,

    /// <summary>It expands to more than anybody needs.</summary>
    TooLong,
}
