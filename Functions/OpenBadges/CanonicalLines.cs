using System.Buffers;
using System.Security.Cryptography;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Lines of bytes, to be sorted by code point, which is the order of UTF-8's bytes; each line once.</summary>
internal sealed class CanonicalLines(int size)
{
    private readonly ArrayBufferWriter<byte> _text = new(size);
    private readonly List<(int Start, int Length)> _lines = new(96);
    private int _start;

    public void Write(ReadOnlySpan<byte> text) => _text.Write(text);

    public void EndLine(ReadOnlySpan<byte> end)
    {
        _text.Write(end);
        _lines.Add((_start, _text.WrittenCount - _start));
        _start = _text.WrittenCount;
    }

    public void Clear()
    {
        _text.ResetWrittenCount();
        _lines.Clear();
        _start = 0;
    }

    /// <summary>The SHA-256 of the sorted lines.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in Sorted())
        {
            hash.AppendData(line.Span);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The sorted lines.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sorted()
    {
        var text = _text.WrittenMemory;
        _lines.Sort((one, other) => text.Span.Slice(one.Start, one.Length).SequenceCompareTo(text.Span.Slice(other.Start, other.Length)));
        ReadOnlyMemory<byte> last = default;
        foreach (var (start, length) in _lines)
        {
            var line = text.Slice(start, length);
            if (!line.Span.SequenceEqual(last.Span))
            {
                yield return line;
            }

            last = line;
        }
    }
}
