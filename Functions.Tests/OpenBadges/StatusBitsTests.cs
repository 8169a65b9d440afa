using System.Buffers.Text;
using System.IO.Compression;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class StatusBitsTests
{
    // The list of W3C Bitstring Status List 1.0, example 5, in which nothing is set.
    private const string NothingSet = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

    // Made by Python's gzip and base64: 0, 9 and 131,071 are set.
    private const string ThreeSet = "uH4sIAAAAAAACA-3BMQEAAAgDINfMaEY3xh7gdgAAAAAAAAAAAAAAAAAAAICuPKgSuh0AQAAA";

    [Fact]
    public void The_list_of_the_specification_is_read()
    {
        Assert.True(StatusBits.TryDecode(NothingSet, out var bits, out _));

        Assert.Equal(StatusBits.Entries, bits.Count);
        Assert.Equal(StatusBits.None.ToArray(), bits.ToArray());
    }

    [Fact]
    public void Index_0_is_the_leftmost_bit_and_the_last_index_the_rightmost()
    {
        Assert.True(StatusBits.TryDecode(ThreeSet, out var bits, out _));

        Assert.Equal([0, 9, 131_071], Enumerable.Range(0, bits.Count).Where(bits.Get));
        Assert.Equal(StatusBits.None.With(0, true).With(9, true).With(131_071, true).ToArray(), bits.ToArray());
    }

    [Fact]
    public void A_bit_is_set_and_cleared_alone_and_the_list_that_it_was_stays_as_it_is()
    {
        var seven = StatusBits.None.With(7, true);
        var both = seven.With(8, true);

        Assert.Equal([7, 8], Enumerable.Range(0, both.Count).Where(both.Get));
        Assert.Equal([8], Enumerable.Range(0, both.Count).Where(both.With(7, false).With(7, false).Get));
        Assert.False(seven.Get(8));
        Assert.False(StatusBits.None.Get(7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(65_000)]
    [InlineData(131_072)]
    public void What_is_encoded_is_decoded_again(int revoked)
    {
        var indexes = Enumerable.Range(0, StatusBits.Entries).ToArray();
        new Random(7).Shuffle(indexes);
        var bytes = new byte[StatusBits.Entries / 8];
        foreach (var index in indexes[..revoked])
        {
            bytes[index / 8] |= (byte)(0x80 >> (index % 8));
        }

        var text = new StatusBits(bytes).Encode();

        Assert.Matches("^u[A-Za-z0-9_-]+$", text);
        Assert.True(StatusBits.TryDecode(text, out var bits, out _));
        Assert.Equal(bytes, bits.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131_072)]
    [InlineData(int.MaxValue)]
    public void An_index_outside_is_refused(int index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusBits.None.Get(index));
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusBits.None.With(index, true));
    }

    [Fact]
    public void Fewer_bytes_than_a_list_has_are_no_list() => Assert.Throws<ArgumentException>(() => new StatusBits(new byte[16_383]));

    [Fact]
    public void A_list_of_somebody_else_may_be_longer()
    {
        var bytes = new byte[1024 * 1024];
        bytes[^1] = 1;

        Assert.True(StatusBits.TryDecode(Encode(bytes), out var bits, out _));

        Assert.Equal(8_388_608, bits.Count);
        Assert.True(bits.Get(8_388_607));
    }

    [Fact]
    public void A_list_with_too_few_entries_to_hide_among_is_refused()
    {
        AssertRefused(StatusBitsError.TooShort, Encode(new byte[16_383]));
        AssertRefused(StatusBitsError.TooShort, Encode(new byte[1]));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_expanded()
    {
        // A gigabyte of zeros would take a megabyte; a hundred are enough to show that it is not unpacked.
        var bomb = Encode(new byte[100 * 1024 * 1024]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(StatusBitsError.TooLong, bomb);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
        AssertRefused(StatusBitsError.TooLong, Encode(new byte[(1024 * 1024) + 1]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("uA")]
    [InlineData("u====")]
    [InlineData("uSGVsbG8")]
    [InlineData("not a list at all, \ud800")]
    public void What_is_no_list_is_refused(string? text) => AssertRefused(StatusBitsError.Malformed, text);

    [Theory]
    [InlineData("")]
    [InlineData("z")]
    [InlineData("m")]
    [InlineData("U")]
    public void Another_multibase_than_base64url_without_padding_is_refused(string prefix) =>
        AssertRefused(StatusBitsError.Malformed, $"{prefix}{NothingSet[1..]}");

    [Theory]
    [InlineData("uH4sIAAAAAAAAA+3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA")]
    [InlineData("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA=")]
    [InlineData("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAA AAAAAAAAAAAAAIC3AYbSVKsAQAAA")]
    public void Letters_of_another_base64_are_refused(string text) => AssertRefused(StatusBitsError.Malformed, text);

    [Fact]
    public void A_list_that_is_cut_off_or_altered_anywhere_is_not_taken_for_another_list()
    {
        var compressed = Base64Url.DecodeFromChars(ThreeSet.AsSpan(1));
        for (var i = 0; i < compressed.Length; i++)
        {
            AssertIsNoOtherList(compressed[..i]);
            foreach (var mask in new[] { 1, 0x10, 0x80 })
            {
                byte[] altered = [.. compressed];
                altered[i] ^= (byte)mask;
                AssertIsNoOtherList(altered);
            }
        }
    }

    private static string Encode(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return $"u{Base64Url.EncodeToString(compressed.ToArray())}";
    }

    private static void AssertRefused(StatusBitsError expected, string? text)
    {
        Assert.False(StatusBits.TryDecode(text, out var bits, out var error));
        Assert.Null(bits);
        Assert.Equal(expected, error);
    }

    // GZIP's header has bytes that mean nothing here.
    private static void AssertIsNoOtherList(byte[] compressed)
    {
        if (StatusBits.TryDecode($"u{Base64Url.EncodeToString(compressed)}", out var bits, out _))
        {
            Assert.Equal([0, 9, 131_071], Enumerable.Range(0, bits.Count).Where(bits.Get));
        }
    }
}
